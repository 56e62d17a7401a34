using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency;

/// <summary>The text form of public keys (C2SP signed-note, "Verifier keys"): <c>name+id+base64(type || key)</c>, of 32-byte Ed25519 keys of any signature type.</summary>
internal static class KeyText
{
    /// <summary>The first four bytes of SHA-256(name || 0x0A || type || key), big-endian.</summary>
    internal static uint Id(string name, byte type, ReadOnlySpan<byte> publicKey) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. publicKey]));

    internal static string Format(string name, uint id, byte type, ReadOnlySpan<byte> publicKey) => string.Create(
        CultureInfo.InvariantCulture, $"{name}+{id:x8}+{Convert.ToBase64String([type, .. publicKey])}");

    /// <summary>Reads a key of one signature type; the id must be that of name, type and key.</summary>
    internal static bool TryParse(
        string? text, byte type, [NotNullWhen(true)] out string? name, [NotNullWhen(true)] out byte[]? publicKey)
    {
        (name, publicKey) = (null, null);
        // Names have no plus, base64 may: split at the first two only.
        var parts = text?.Split('+', 3) ?? [];
        if (parts.Length != 3
            || !StrictText.IsKeyName(parts[0])
            || parts[2].Length != 44
            || !StrictText.TryDecodeBase64(parts[2], out var bytes)
            || bytes.Length != 1 + VerifierKey.PublicKeySize
            || bytes[0] != type
            || Id(parts[0], type, bytes.AsSpan(1)).ToString("x8", CultureInfo.InvariantCulture) != parts[1])
        {
            return false;
        }

        (name, publicKey) = (parts[0], bytes[1..]);
        return true;
    }
}
