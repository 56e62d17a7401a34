using System.Text;

namespace Broker.Briefings;

/// <summary>The vault was unsealed, sealed, rotated or rekeyed, an epoch was ended, or custody was opened.</summary>
public sealed record VaultEventEntry : LogEntry
{
    internal static readonly string[] Words = ["unseal", "seal", "rotate", "rekey", "open-custody", "end-epoch"];

    /// <summary>Makes the entry.</summary>
    /// <param name="origin">The log.</param>
    /// <param name="happened">What happened.</param>
    /// <param name="epoch">The current epoch's id: 8 lower-case hexadecimal digits, as a number.</param>
    public VaultEventEntry(string origin, VaultEvent happened, uint epoch)
        : base(origin)
    {
        Event = Enum.IsDefined(happened) ? happened : throw Fault.Malformed(nameof(happened), "an event of the registry");
        Epoch = epoch;
    }

    /// <inheritdoc />
    public override LogEntryKind Kind => LogEntryKind.VaultEvent;

    /// <summary>What happened.</summary>
    public VaultEvent Event { get; }

    /// <summary>The epoch's id.</summary>
    public uint Epoch { get; }

    private protected override void AppendLines(StringBuilder text)
        => text.Append("event ").Append(Words[(int)Event]).Append("\nepoch ").Append(Epochs.Text(Epoch)).Append('\n');
}
