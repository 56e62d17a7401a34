using System.Text;
using Broker.Sealing;

namespace Broker.Silo.Grains;

/// <summary>A signed note inside a request: one text, signed by the account that sends it.</summary>
internal static class SignedNote
{
    /// <summary>The note's bytes; null when the text is no base64.</summary>
    public static byte[]? Decode(string base64)
    {
        byte[] bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out int written) ? bytes[..written] : null;
    }

    /// <summary>Whether the account signed exactly this text.</summary>
    public static bool IsOf(ReadOnlySpan<byte> note, Account signer, string text) =>
        NoteText.TryVerify(note, signer.Id.ToString(), signer.SigningKey, out ReadOnlySpan<byte> signed) && signed.SequenceEqual(Encoding.UTF8.GetBytes(text));

    /// <summary>Key hash and signature of a note that was verified: the last field of its last line.</summary>
    public static byte[] Signature(ReadOnlySpan<byte> note)
    {
        ReadOnlySpan<byte> line = note[..^1];
        return Convert.FromBase64String(Encoding.ASCII.GetString(line[(line.LastIndexOf((byte)' ') + 1)..]));
    }
}
