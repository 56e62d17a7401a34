using System.Text;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What an operator hands to a member after enrolling it: whom to trust, and the secret that only the member opens.</summary>
/// <param name="Origin">Origin of the broker instance.</param>
/// <param name="Account">The member.</param>
/// <param name="Role">Its role.</param>
/// <param name="Trust">The keys to pin.</param>
/// <param name="SealedSecret">The enrolment secret under HPKE to the member's sealing key; empty for roles that have none.</param>
internal sealed record Enrolment(Origin Origin, AccountId Account, string Role, TrustFile Trust, byte[] SealedSecret)
{
    public const int MaxBytes = 16 * 1024;

    private const string Header = "broker-enrolment/1";
    private static readonly string[] Keys = ["origin", "account", "role", "trust", "sealed-secret"];

    public byte[] Format() => TextLines.Format(
        Header,
        ("origin", Origin.ToString()),
        ("account", Account.ToString()),
        ("role", Role),
        ("trust", Convert.ToBase64String(Trust.Format())),
        ("sealed-secret", SealedSecret.Length == 0 ? "-" : Convert.ToBase64String(SealedSecret)));

    public static Enrolment Read(string path)
        => TryParse(PrivateFile.Read(path, MaxBytes), out var enrolment) ? enrolment! : throw new CommandFailure($"`{path}` is not an enrolment");

    public static bool TryParse(ReadOnlySpan<byte> text, out Enrolment? enrolment)
    {
        enrolment = null;
        if (!TextLines.TryRead(text, Header, Keys, out var values)
            || !Origin.TryParse(values[0], out var origin) || !AccountId.TryParse(values[1], out var account)
            || !TryBase64(values[3], out var file) || !TrustFile.TryParse(file, out var trust, out _)
            || trust.Log.Name != values[0])
        {
            return false;
        }

        var sealedSecret = Array.Empty<byte>();
        enrolment = values[4] == "-" || TryBase64(values[4], out sealedSecret)
            ? new Enrolment(origin, account, values[2], trust, sealedSecret)
            : null;
        return enrolment is not null;
    }

    /// <summary>The HPKE info that binds the secret to its instance and member.</summary>
    public static byte[] SecretInfo(Origin origin, AccountId account) => Encoding.UTF8.GetBytes($"{Domains.Enrolment(origin)}\n{account}");

    private static bool TryBase64(string text, out byte[] bytes)
    {
        bytes = new byte[text.Length];
        var read = Convert.TryFromBase64String(text, bytes, out var written);
        bytes = read ? bytes[..written] : [];
        // One spelling only: what decodes must encode to the same text.
        return read && Convert.ToBase64String(bytes) == text;
    }
}
