// Trust files: what a verifier pins.
//
// References: C2SP tlog-policy; C2SP signed-note for the keys.
// Parameters: a policy file with exactly one `log` line, and one kind of line of our own: `identity <vkey>`, at most once.
//   Without that line it is a policy file for any tool that reads tlog-policy.
// Limits: those of WitnessPolicy.

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Transparency;

/// <summary>The keys that a verifier trusts, handed over by hand and never by the server that it checks.</summary>
/// <param name="Log">Signs checkpoints; its name is the log's origin.</param>
/// <param name="Identity">The offline key that signs epoch keys, null when the file has none.</param>
/// <param name="Witnesses">Which witnesses have to have cosigned a checkpoint.</param>
public sealed record TrustFile(VerifierKey Log, VerifierKey? Identity, WitnessPolicy Witnesses)
{
    /// <summary>The longest trust file in bytes.</summary>
    public const int MaxLength = WitnessPolicy.MaxLength;

    /// <summary>The file's bytes.</summary>
    public byte[] Format() => Encoding.UTF8.GetBytes(
        $"log {Log}\n{(Identity is null ? "" : $"identity {Identity}\n")}{Witnesses.Format()}");

    /// <summary>Reads a trust file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="trust">The keys.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out TrustFile? trust, out TrustFileFault fault)
    {
        var reader = new TrustFileReader(keys: true);
        fault = reader.Read(file, MaxLength);
        trust = fault == TrustFileFault.None ? new TrustFile(reader.Log!, reader.Identity, reader.Policy) : null;
        return trust is not null;
    }
}
