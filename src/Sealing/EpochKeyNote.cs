using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The public key of a vault epoch, signed by the offline identity key. Depositor tools check it before they seal.</summary>
/// <remarks>
/// Reference: docs/specs/envelope.md. Text: <c>&lt;origin&gt;/epoch-key/v1</c>, <c>epoch &lt;id&gt;</c>,
/// <c>suite 0020.0001.0003</c>, <c>public &lt;64 hex&gt;</c>, as a note (<see cref="NoteText"/>).
/// </remarks>
public static class EpochKeyNote
{
    /// <summary>The bytes of the note.</summary>
    /// <exception cref="ArgumentException">The public key is not 32 bytes, not canonical or a low-order point, or the name is malformed.</exception>
    public static byte[] Format(Origin origin, EpochKey epoch, string identityName, Ed25519SigningKey identity) =>
        Sign(FormatText(origin, epoch), identityName, identity);

    /// <summary>The text that the identity has to sign: the silo hands it out, the offline tool parses it with <see cref="TryParseText"/> first.</summary>
    /// <exception cref="ArgumentException">The public key is not 32 bytes, not canonical or a low-order point.</exception>
    public static string FormatText(Origin origin, EpochKey epoch) => !X25519.IsUsable(epoch.PublicKey)
        ? throw Errors.Malformed(nameof(epoch), "a public key in its one spelling and not of low order")
        : $"{Domains.EpochKey(origin)}\nepoch {epoch.Id}\nsuite {Hpke.Suite}\npublic {Hex.Format(epoch.PublicKey)}\n";

    /// <summary>Signs a text that <see cref="TryParseText"/> took.</summary>
    /// <exception cref="ArgumentException">The text or the name is malformed.</exception>
    public static byte[] Sign(string text, string identityName, Ed25519SigningKey identity) => NoteText.Sign(text, identityName, identity);

    /// <summary>True when the bytes are the unsigned text of an epoch key of this instance and of the known suite.</summary>
    public static bool TryParseText(ReadOnlySpan<byte> text, Origin origin, out EpochKey? epoch)
    {
        epoch = null;
        var reader = new LineReader(text);
        if (!reader.TryReadExactly(Encoding.ASCII.GetBytes(Domains.EpochKey(origin)))
            || !reader.TryRead("epoch "u8, out var idText) || !EpochId.TryParse(idText, out var id)
            || !reader.TryReadExactly("suite 0020.0001.0003"u8)
            || !reader.TryRead("public "u8, out var keyText) || !LineReader.TryParseHex(keyText, X25519PrivateKey.Size, out var publicKey)
            || !reader.AtEnd || !X25519.IsUsable(publicKey))
        {
            return false;
        }

        epoch = new EpochKey(id, publicKey);
        return true;
    }

    /// <summary>True when the pinned identity key signed an epoch key of this instance and of the known suite.</summary>
    public static bool TryParse(
        ReadOnlySpan<byte> note, Origin origin, string identityName, ReadOnlySpan<byte> identityPublicKey, out EpochKey? epoch)
    {
        epoch = null;
        return NoteText.TryVerify(note, identityName, identityPublicKey, out var text) && TryParseText(text, origin, out epoch);
    }
}
