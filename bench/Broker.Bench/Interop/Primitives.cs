using System.Security.Cryptography;
using Broker.Bench.Harness;

namespace Broker.Bench.Interop;

/// <summary>Bare primitives over made-up bytes, for one thread. Each call does the work once and demands that it worked.</summary>
internal sealed class Primitives
{
    private static readonly byte[] Nonce = new byte[24];

    private readonly byte[] secret = Inputs.Bytes(32);
    private readonly byte[] peer = new byte[32];
    private readonly byte[] output = new byte[1 << 16];
    private readonly byte[] signingKey = new byte[64];
    private readonly byte[] verifyingKey = new byte[32];
    private readonly byte[] signature = new byte[64];

    internal Primitives()
    {
        Sink.Demand(Sodium.ScalarMultBase(peer, Inputs.Bytes(32)) == 0, "X25519");
        Sink.Demand(Sodium.SignSeedKeyPair(verifyingKey, signingKey, Inputs.Bytes(32)) == 0, "Ed25519");
    }

    internal void Agree() => Sink.Demand(Sodium.ScalarMult(output, secret, peer) == 0, "X25519");

    internal void PublicKey() => Sink.Demand(Sodium.ScalarMultBase(output, secret) == 0, "X25519");

    internal void Sign(ReadOnlySpan<byte> message) =>
        Sink.Demand(Sodium.SignDetached(signature, 0, message, (ulong)message.Length, signingKey) == 0, "Ed25519");

    internal void Verify(ReadOnlySpan<byte> message, ReadOnlySpan<byte> signed) =>
        Sink.Demand(Sodium.SignVerifyDetached(signed, message, (ulong)message.Length, verifyingKey) == 0, "Ed25519");

    internal byte[] Signature(ReadOnlySpan<byte> message)
    {
        Sign(message);
        return [.. signature];
    }

    internal void Encrypt(ReadOnlySpan<byte> message, ReadOnlySpan<byte> aad) => Sink.Demand(
        Sodium.ChaChaEncrypt(output, 0, message, (ulong)message.Length, aad, (ulong)aad.Length, 0, Nonce, secret) == 0, "ChaCha20-Poly1305");

    internal void Decrypt(ReadOnlySpan<byte> input, ReadOnlySpan<byte> aad) => Sink.Demand(
        Sodium.ChaChaDecrypt(output, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, Nonce, secret) == 0, "ChaCha20-Poly1305");

    internal byte[] Encrypted(ReadOnlySpan<byte> message, ReadOnlySpan<byte> aad)
    {
        Encrypt(message, aad);
        return output[..(message.Length + Sodium.TagSize)];
    }

    internal void DecryptX(ReadOnlySpan<byte> input, ReadOnlySpan<byte> aad) => Sink.Demand(
        Sodium.XChaChaDecrypt(output, 0, 0, input, (ulong)input.Length, aad, (ulong)aad.Length, Nonce, secret) == 0, "XChaCha20-Poly1305");

    internal byte[] EncryptedX(ReadOnlySpan<byte> message, ReadOnlySpan<byte> aad)
    {
        Sink.Demand(
            Sodium.XChaChaEncrypt(output, 0, message, (ulong)message.Length, aad, (ulong)aad.Length, 0, Nonce, secret) == 0, "XChaCha20-Poly1305");
        return output[..(message.Length + Sodium.TagSize)];
    }

    internal void Hash(ReadOnlySpan<byte> message) => SHA256.HashData(message, output);
}
