using System.Buffers;
using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The texts of age's X25519 keys: <c>age1…</c> (62 characters) and <c>AGE-SECRET-KEY-1…</c> (74 characters).</summary>
/// <remarks>Reference: c2sp.org/age, "X25519 recipient type". An identity is only ever a span of UTF-8, never a string.</remarks>
public static class AgeKeys
{
    /// <summary>Bytes of a recipient's text.</summary>
    public const int RecipientLength = 62;

    /// <summary>Bytes of an identity's text.</summary>
    public const int IdentityLength = 74;

    private static ReadOnlySpan<byte> RecipientPrefix => "age"u8;

    private static ReadOnlySpan<byte> IdentityPrefix => "age-secret-key-"u8;

    /// <summary>The text of a public key of 32 bytes.</summary>
    /// <exception cref="ArgumentException">Not 32 bytes.</exception>
    public static string FormatRecipient(ReadOnlySpan<byte> publicKey)
    {
        if (publicKey.Length != X25519PrivateKey.Size)
        {
            throw Errors.WrongLength(nameof(publicKey), X25519PrivateKey.Size, publicKey.Length);
        }

        Span<byte> text = stackalloc byte[RecipientLength];
        Bech32.Format(RecipientPrefix, publicKey, text);
        return Encoding.ASCII.GetString(text);
    }

    /// <summary>True when the text is a recipient (lower case) whose point is canonical and not of low order.</summary>
    public static bool TryParseRecipient(string? text, out byte[] publicKey)
    {
        publicKey = [];
        Span<byte> utf8 = stackalloc byte[RecipientLength];
        if (text?.Length != RecipientLength || Ascii.FromUtf16(text, utf8, out _) != OperationStatus.Done)
        {
            return false;
        }

        var bytes = new byte[X25519PrivateKey.Size];
        if (!Bech32.TryParse(RecipientPrefix, utf8, bytes) || !X25519.IsUsable(bytes))
        {
            return false;
        }

        publicKey = bytes;
        return true;
    }

    /// <summary>Writes the identity's text, 74 bytes that the caller zeroes.</summary>
    /// <exception cref="ArgumentException">The destination is not 74 bytes.</exception>
    public static void FormatIdentity(X25519PrivateKey identity, Span<byte> utf8)
    {
        if (utf8.Length != IdentityLength)
        {
            throw Errors.WrongLength(nameof(utf8), IdentityLength, utf8.Length);
        }

        Span<byte> bytes = stackalloc byte[X25519PrivateKey.Size];
        identity.Export(bytes);
        Bech32.Format(IdentityPrefix, bytes, utf8);
        CryptographicOperations.ZeroMemory(bytes);
        _ = Ascii.ToUpperInPlace(utf8, out _);
    }

    /// <summary>True when the bytes are an identity in upper case.</summary>
    public static bool TryParseIdentity(ReadOnlySpan<byte> utf8, out X25519PrivateKey? identity)
    {
        identity = null;
        if (utf8.Length != IdentityLength || utf8.ContainsAnyInRange((byte)'a', (byte)'z'))
        {
            return false;
        }

        Span<byte> lower = stackalloc byte[IdentityLength];
        Span<byte> bytes = stackalloc byte[X25519PrivateKey.Size];
        if (Ascii.ToLower(utf8, lower, out _) == OperationStatus.Done && Bech32.TryParse(IdentityPrefix, lower, bytes))
        {
            identity = X25519PrivateKey.FromBytes(bytes);
        }

        CryptographicOperations.ZeroMemory(lower);
        CryptographicOperations.ZeroMemory(bytes);
        return identity is not null;
    }
}
