// Trust files: what a verifier pins.
//
// References: the lines are in the manner of C2SP tlog-policy; the keys are C2SP signed-note verifier keys.
// Parameters: UTF-8, each line ends in a newline; `log <vkey>` exactly once, `identity <vkey>` at most once, either order.
// Limits: 4,096 bytes.

using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Broker.Transparency;

/// <summary>The keys that a verifier trusts, handed over by hand and never by the server that it checks.</summary>
/// <param name="Log">Signs checkpoints; its name is the log's origin.</param>
/// <param name="Identity">The offline key that signs epoch keys, null when the file has none.</param>
public sealed record TrustFile(VerifierKey Log, VerifierKey? Identity)
{
    /// <summary>The longest trust file in bytes.</summary>
    public const int MaxLength = 4096;

    private const string LogWord = "log";
    private const string IdentityWord = "identity";

    /// <summary>The file's bytes.</summary>
    public byte[] Format() => Encoding.UTF8.GetBytes(
        $"{LogWord} {Log}\n" + (Identity is null ? "" : $"{IdentityWord} {Identity}\n"));

    /// <summary>Reads a trust file.</summary>
    /// <param name="file">Its bytes.</param>
    /// <param name="trust">The keys.</param>
    /// <param name="fault">Why not.</param>
    public static bool TryParse(
        ReadOnlySpan<byte> file, [NotNullWhen(true)] out TrustFile? trust, out TrustFileFault fault)
    {
        trust = null;
        fault = TrustFileFault.NotText;
        if (file.Length > MaxLength || !StrictText.TryDecode(file, out var text) || !text.EndsWith('\n'))
        {
            return false;
        }

        var keys = new Dictionary<string, VerifierKey>(StringComparer.Ordinal);
        foreach (var line in text.Split('\n')[..^1])
        {
            fault = Read(line, keys);
            if (fault != TrustFileFault.None)
            {
                return false;
            }
        }

        trust = keys.TryGetValue(LogWord, out var log) ? new TrustFile(log, keys.GetValueOrDefault(IdentityWord)) : null;
        fault = trust is null ? TrustFileFault.LogMissing : TrustFileFault.None;
        return trust is not null;
    }

    private static TrustFileFault Read(string line, Dictionary<string, VerifierKey> keys)
    {
        var parts = line.Split(' ', 2);
        if (parts.Length != 2 || parts[0] is not (LogWord or IdentityWord))
        {
            return TrustFileFault.UnknownLine;
        }

        if (!VerifierKey.TryParse(parts[1], out var key))
        {
            return TrustFileFault.MalformedKey;
        }

        return keys.TryAdd(parts[0], key) ? TrustFileFault.None : TrustFileFault.Duplicate;
    }
}
