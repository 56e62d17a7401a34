using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broker.Sealing;

/// <summary>The key derivations of RFC 9180 for the one suite: §4.1 (DHKEM), §5.1 (key schedule).</summary>
internal static class HpkeKeySchedule
{
    internal const int KeySize = 32;
    internal const int NonceSize = 12;

    /// <summary>The longest info, psk or psk id: they are hashed from the stack.</summary>
    internal const int MaxInputSize = 512;

    private const int HashSize = 32;
    private const int LabelRoom = 64;

    private static ReadOnlySpan<byte> KemSuite => [(byte)'K', (byte)'E', (byte)'M', 0x00, 0x20];

    private static ReadOnlySpan<byte> Suite => [(byte)'H', (byte)'P', (byte)'K', (byte)'E', 0x00, 0x20, 0x00, 0x01, 0x00, 0x03];

    /// <summary>ExtractAndExpand of DHKEM: the shared secret of one encapsulation.</summary>
    internal static void SharedSecret(ReadOnlySpan<byte> dh, ReadOnlySpan<byte> enc, ReadOnlySpan<byte> recipient, Span<byte> secret)
    {
        Span<byte> context = stackalloc byte[64];
        Span<byte> prk = stackalloc byte[HashSize];
        enc.CopyTo(context);
        recipient.CopyTo(context[32..]);
        LabeledExtract(KemSuite, [], "eae_prk"u8, dh, prk);
        LabeledExpand(KemSuite, prk, "shared_secret"u8, context, secret);
        CryptographicOperations.ZeroMemory(prk);
    }

    /// <summary>KeySchedule: mode 0 with empty psk and psk id, or mode 1 with both.</summary>
    internal static void Derive(
        ReadOnlySpan<byte> sharedSecret, ReadOnlySpan<byte> info, ReadOnlySpan<byte> psk, ReadOnlySpan<byte> pskId,
        Span<byte> key, Span<byte> baseNonce)
    {
        Span<byte> context = stackalloc byte[1 + HashSize + HashSize];
        Span<byte> secret = stackalloc byte[HashSize];
        context[0] = psk.IsEmpty ? (byte)0 : (byte)1;
        LabeledExtract(Suite, [], "psk_id_hash"u8, pskId, context.Slice(1, HashSize));
        LabeledExtract(Suite, [], "info_hash"u8, info, context.Slice(1 + HashSize, HashSize));
        LabeledExtract(Suite, sharedSecret, "secret"u8, psk, secret);
        LabeledExpand(Suite, secret, "key"u8, context, key);
        LabeledExpand(Suite, secret, "base_nonce"u8, context, baseNonce);
        CryptographicOperations.ZeroMemory(secret);
    }

    private static void LabeledExtract(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> salt, ReadOnlySpan<byte> label, ReadOnlySpan<byte> ikm, Span<byte> prk)
    {
        Span<byte> input = stackalloc byte[LabelRoom + MaxInputSize];
        var length = Concatenate(input, "HPKE-v1"u8, suite, label, ikm);
        HKDF.Extract(HashAlgorithmName.SHA256, input[..length], salt, prk);
        CryptographicOperations.ZeroMemory(input);
    }

    private static void LabeledExpand(
        ReadOnlySpan<byte> suite, ReadOnlySpan<byte> prk, ReadOnlySpan<byte> label, ReadOnlySpan<byte> info, Span<byte> output)
    {
        Span<byte> input = stackalloc byte[LabelRoom + MaxInputSize];
        BinaryPrimitives.WriteUInt16BigEndian(input, (ushort)output.Length);
        var length = 2 + Concatenate(input[2..], "HPKE-v1"u8, suite, label, info);
        HKDF.Expand(HashAlgorithmName.SHA256, prk, output, input[..length]);
    }

    private static int Concatenate(
        Span<byte> output, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second, ReadOnlySpan<byte> third, ReadOnlySpan<byte> fourth)
    {
        first.CopyTo(output);
        second.CopyTo(output[first.Length..]);
        third.CopyTo(output[(first.Length + second.Length)..]);
        fourth.CopyTo(output[(first.Length + second.Length + third.Length)..]);
        return first.Length + second.Length + third.Length + fourth.Length;
    }
}
