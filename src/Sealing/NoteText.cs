using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>A text signed by exactly one Ed25519 key, as a C2SP signed note.</summary>
/// <remarks>
/// Reference: c2sp.org/signed-note. Form: text (UTF-8, ends in LF, no other control character), an empty line, then
/// <c>— &lt;name&gt; &lt;base64(key hash 4 || signature 64)&gt;</c>; key hash = SHA-256(name || 0x0A || 0x01 || public key)[:4].
/// Stricter than the specification: one signature line and no other, so that a note has one spelling. The text's first line
/// is its domain (see <see cref="Domains"/>); callers check it. Names: 1 to 128 characters of visible ASCII without plus.
/// </remarks>
public static class NoteText
{
    /// <summary>The longest name of a signer, in characters.</summary>
    public const int MaxNameLength = 128;

    private const int HashSize = 4;
    private const byte Ed25519Algorithm = 1;

    private static ReadOnlySpan<byte> SignaturePrefix => "— "u8;

    /// <summary>Signs a text and returns the note.</summary>
    /// <exception cref="ArgumentException">The text does not end in LF or holds control characters, or the name is not one.</exception>
    public static byte[] Sign(string text, string name, Ed25519SigningKey key) => Sign(Encoding.UTF8.GetBytes(text), name, key);

    /// <inheritdoc cref="Sign(string, string, Ed25519SigningKey)"/>
    public static byte[] Sign(ReadOnlySpan<byte> text, string name, Ed25519SigningKey key)
    {
        if (!IsText(text))
        {
            throw Errors.Malformed(nameof(text), "lines of UTF-8 that each end in a line feed");
        }

        if (!IsName(name))
        {
            throw Errors.Malformed(nameof(name), "a signer's name");
        }

        Span<byte> signature = stackalloc byte[HashSize + Ed25519.SignatureSize];
        HashKey(name, key.PublicKeySpan, signature[..HashSize]);
        key.Sign(text, signature[HashSize..]);
        var signed = $"{name} {StrictBase64.Format(signature)}\n";
        var note = new byte[text.Length + 1 + SignaturePrefix.Length + signed.Length];
        text.CopyTo(note);
        note[text.Length] = (byte)'\n';
        SignaturePrefix.CopyTo(note.AsSpan(text.Length + 1));
        Encoding.ASCII.GetBytes(signed, note.AsSpan(text.Length + 1 + SignaturePrefix.Length));
        return note;
    }

    /// <summary>True when the note is one text with one signature, made by this name and key. Gives the text as a slice of the note.</summary>
    public static bool TryVerify(ReadOnlySpan<byte> note, string name, ReadOnlySpan<byte> publicKey, out ReadOnlySpan<byte> text)
    {
        text = default;
        if (!TrySplit(note, out var length) || !IsName(name) || publicKey.Length != Ed25519.PublicKeySize
            || !TryReadSignature(note[(length + 1)..], name, out var signature))
        {
            return false;
        }

        Span<byte> hash = stackalloc byte[HashSize];
        HashKey(name, publicKey, hash);
        if (!hash.SequenceEqual(signature.AsSpan(0, HashSize)) || !Ed25519.Verify(publicKey, note[..length], signature.AsSpan(HashSize)))
        {
            return false;
        }

        text = note[..length];
        return true;
    }

    /// <summary>The length of the text within a note that has the form (nothing is verified). False when it has not.</summary>
    internal static bool TrySplit(ReadOnlySpan<byte> note, out int textLength)
    {
        // The separator is the last empty line: a text may hold empty lines of its own.
        textLength = note.LastIndexOf("\n\n"u8) + 1;
        return textLength > 1 && IsText(note[..textLength]);
    }

    internal static bool IsName(string? name) =>
        name is { Length: > 0 and <= MaxNameLength } && name.All(character => character is > ' ' and <= '~' and not '+');

    private static bool TryReadSignature(ReadOnlySpan<byte> line, string name, out byte[] signature)
    {
        signature = [];
        var reader = new LineReader(line);
        if (!reader.TryRead(SignaturePrefix, out var value) || !reader.AtEnd || !LineReader.TrySplit(ref value, out var signer))
        {
            return false;
        }

        return signer.SequenceEqual(Encoding.ASCII.GetBytes(name))
            && StrictBase64.TryParse(value, out signature) && signature.Length == HashSize + Ed25519.SignatureSize;
    }

    private static bool IsText(ReadOnlySpan<byte> text)
    {
        if (text.Length < 2 || text[^1] != (byte)'\n')
        {
            return false;
        }

        foreach (var octet in text)
        {
            if (octet is < 0x20 and not (byte)'\n' or 0x7F)
            {
                return false;
            }
        }

        return System.Text.Unicode.Utf8.IsValid(text);
    }

    private static void HashKey(string name, ReadOnlySpan<byte> publicKey, Span<byte> hash)
    {
        Span<byte> whole = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData([.. Encoding.ASCII.GetBytes(name), (byte)'\n', Ed25519Algorithm, .. publicKey], whole);
        whole[..HashSize].CopyTo(hash);
    }
}
