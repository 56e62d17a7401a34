using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Broker.Bench.Harness;
using Broker.Bench.Interop;

namespace Broker.Sealing.Benchmarks;

/// <summary>Ed25519 over 2 KB and a data key opened again, each beside libsodium's bare call.</summary>
public class SignatureBenchmarks
{
    private readonly byte[] message = Inputs.Bytes(2048);
    private readonly byte[] aad = Inputs.Bytes(64);
    private readonly byte[] signature = new byte[Ed25519.SignatureSize];
    private readonly byte[] opened = new byte[SecretKey.Size];
    private readonly byte[] stored = new byte[KeyWrap.Size];
    private readonly Primitives bare = new();
    private readonly Ed25519SigningKey key = Ed25519SigningKey.Generate(RandomNumberGenerator.Fill);
    private readonly SecretKey storage = SecretKey.Generate(RandomNumberGenerator.Fill);
    private readonly byte[] publicKey;
    private readonly byte[] bareSignature;
    private readonly byte[] bareStored;

    public SignatureBenchmarks()
    {
        publicKey = key.PublicKey;
        key.Sign(message, signature);
        bareSignature = bare.Signature(message);
        byte[] dataKey = Inputs.Bytes(SecretKey.Size);
        XChaCha20Poly1305.Seal(stored, storage, aad, dataKey, RandomNumberGenerator.Fill);
        bareStored = bare.EncryptedX(dataKey, aad);
    }

    [Benchmark]
    public bool Verify() => Ed25519.Verify(publicKey, message, signature);

    [Benchmark]
    public void BareVerify() => bare.Verify(message, bareSignature);

    [Benchmark]
    public bool OpenDataKey() => XChaCha20Poly1305.TryOpen(opened, storage, aad, stored);

    [Benchmark]
    public void BareOpenDataKey() => bare.DecryptX(bareStored, aad);
}
