// Which witnesses have to have cosigned.
//
// References: C2SP tlog-policy (`witness`, `group` and `quorum` lines).
// Parameters: as there; UTF-8 is required, which C2SP recommends.
// Limits: 65,536 bytes, 32 witnesses, 32 groups.

using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Broker.Transparency;

/// <summary>The witnesses that count and the rule that says which of them suffice.</summary>
public sealed class WitnessPolicy
{
    /// <summary>The quorum of a log that nobody witnesses.</summary>
    public const string NoQuorum = "none";

    /// <summary>The longest file in bytes.</summary>
    public const int MaxLength = 65_536;

    /// <summary>The most witnesses.</summary>
    public const int MaxWitnesses = 32;

    /// <summary>The most groups.</summary>
    public const int MaxGroups = 32;

    private readonly Dictionary<string, WitnessGroup> groups;

    internal WitnessPolicy(IReadOnlyList<Witness> witnesses, IReadOnlyList<WitnessGroup> groups, string quorum)
    {
        Witnesses = witnesses;
        Groups = groups;
        Quorum = quorum;
        this.groups = groups.ToDictionary(group => group.Name, StringComparer.Ordinal);
    }

    /// <summary>No witness is needed.</summary>
    public static WitnessPolicy None { get; } = new([], [], NoQuorum);

    /// <summary>The known witnesses, in the order of the file.</summary>
    public IReadOnlyList<Witness> Witnesses { get; }

    /// <summary>The groups, in the order of the file: each after its members.</summary>
    public IReadOnlyList<WitnessGroup> Groups { get; }

    /// <summary>The witness or group that has to have cosigned, or <see cref="NoQuorum"/>.</summary>
    public string Quorum { get; }

    /// <summary>Whether a checkpoint needs any cosignature.</summary>
    public bool NeedsWitnesses => Quorum != NoQuorum;

    /// <summary>Whether these witnesses, by their names in the policy, suffice.</summary>
    public bool IsMet(IReadOnlySet<string> cosigned) => !NeedsWitnesses || Has(Quorum, cosigned);

    /// <summary>The lines: witnesses, groups, quorum.</summary>
    public string Format()
    {
        var text = new StringBuilder();
        foreach (var witness in Witnesses)
        {
            text.Append("witness ").Append(witness.Name).Append(' ').Append(witness.Key).Append(witness.Url is null ? "" : " " + witness.Url).Append('\n');
        }

        foreach (var group in Groups)
        {
            text.Append(CultureInfo.InvariantCulture, $"group {group.Name} {group.Threshold} ").AppendJoin(' ', group.Members).Append('\n');
        }

        return text.Append("quorum ").Append(Quorum).Append('\n').ToString();
    }

    /// <summary>Reads a file of witness, group and quorum lines; comments and empty lines are passed over.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryParse(ReadOnlySpan<byte> file, [NotNullWhen(true)] out WitnessPolicy? policy, out TrustFileFault fault)
    {
        var reader = new TrustFileReader(keys: false);
        fault = reader.Read(file, MaxLength);
        policy = fault == TrustFileFault.None ? reader.Policy : null;
        return policy is not null;
    }

    private bool Has(string name, IReadOnlySet<string> cosigned) => groups.TryGetValue(name, out var group)
        ? group.Members.Count(member => Has(member, cosigned)) >= group.Threshold
        : cosigned.Contains(name);
}
