using System.Text;
using Broker.Briefings;
using Broker.Policy;
using Broker.Sealing;

namespace Broker.Silo.Grains;

/// <summary>An enrolled member: who they are and the keys that they act with.</summary>
/// <param name="Id">Account id.</param>
/// <param name="Role">One of <see cref="Roles"/>.</param>
/// <param name="Name">Name of the organisation or office; of a requester without a state, the organisation's name in sharing policies.</param>
/// <param name="State">ISO 3166-1 alpha-3 code of the state that they act for; empty for none.</param>
/// <param name="Affiliation">The role word that sharing policies know, as <c>delegate</c>; empty for none.</param>
/// <param name="Actors">Armed actors that a requester is affiliated with; of anybody else none.</param>
/// <param name="SigningKey">Ed25519 public key.</param>
/// <param name="SealingKey">X25519 public key; empty for members that receive no secret.</param>
internal sealed record Account(AccountId Id, string Role, string Name, string State, string Affiliation, RequesterActors Actors, byte[] SigningKey, byte[] SealingKey)
{
    public const string Depositor = "depositor";
    public const string Requester = "requester";
    public const string Auditor = "auditor";
    public const string PolicyOfficer = "policy-officer";
    public const string Operator = "operator";

    private const string FirstLine = "enrol/1";
    private const string None = "-";
    private const int LongestName = 200;

    private static readonly string[] Keys = ["role", "name", "state", "affiliation", "actors", "signing-key", "sealing-key"];

    public static IReadOnlySet<string> Roles { get; } = new HashSet<string>(StringComparer.Ordinal) { Depositor, Requester, Auditor, PolicyOfficer, Operator };

    /// <summary>Reads an <c>enrol/1</c> text; null when it is anything else.</summary>
    public static Account? TryRead(AccountId id, ReadOnlySpan<byte> body)
    {
        if (RequestText.Read(body, FirstLine, Keys) is not { } values
            || !Roles.Contains(values[0])
            || values[1].Length > LongestName || values[1].Any(char.IsControl)
            || !(values[2] == None || PolicyVocabulary.IsState(values[2]))
            || !(values[3] == None || PolicyVocabulary.IsName(values[3]))
            || !TryActors(values[0], values[4], out RequesterActors actors)
            || TryHex(values[5]) is not { } signing
            || (values[6] == None ? [] : TryHex(values[6])) is not { } sealing
            || (values[0] == Depositor && sealing.Length == 0)
            || (values[0] == Requester && values[2] == None && !PolicyVocabulary.IsName(values[1])))
        {
            return null;
        }

        return new Account(id, values[0], values[1], values[2] == None ? "" : values[2], values[3] == None ? "" : values[3], actors, signing, sealing);
    }

    /// <summary>The account as an <c>enrol/1</c> text, which is also how it is stored.</summary>
    public byte[] Format() => Encoding.UTF8.GetBytes(
        $"{FirstLine}\nrole {Role}\nname {Name}\nstate {OrNone(State)}\naffiliation {OrNone(Affiliation)}\nactors {OrNone(string.Join(' ', Actors.Names))}\n"
        + $"signing-key {Convert.ToHexStringLower(SigningKey)}\nsealing-key {OrNone(Convert.ToHexStringLower(SealingKey))}\n");

    // Only requesters are decided on, so only they have what decisions look at.
    private static bool TryActors(string role, string text, out RequesterActors actors)
    {
        actors = default;
        return text == None || (role == Requester && RequesterActors.TryParse(text, out actors));
    }

    private static string OrNone(string value) => value.Length == 0 ? None : value;

    private static byte[]? TryHex(string text) =>
        text.Length == 64 && text.All(c => char.IsAsciiHexDigitLower(c)) ? Convert.FromHexString(text) : null;
}
