using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Broker.Bench.Harness;
using Broker.Bench.Interop;

namespace Broker.Sealing.Benchmarks;

/// <summary>HPKE of 2 KB in both modes, beside the bare primitives of the same bytes.</summary>
public class HpkeBenchmarks
{
    private const int Size = 2048;

    private readonly byte[] plaintext = Inputs.Bytes(Size);
    private readonly byte[] aad = Inputs.Bytes(512);
    private readonly byte[] info = Inputs.Bytes(48);
    private readonly byte[] psk = Inputs.Bytes(32);
    private readonly byte[] pskId = Inputs.Bytes(16);
    private readonly byte[] opened = new byte[Size];
    private readonly byte[] output = new byte[Size + Hpke.Overhead];
    private readonly byte[] inBase = new byte[Size + Hpke.Overhead];
    private readonly byte[] inPsk = new byte[Size + Hpke.Overhead];
    private readonly Primitives bare = new();
    private readonly X25519PrivateKey recipient = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
    private readonly byte[] publicKey;
    private readonly byte[] encrypted;

    public HpkeBenchmarks()
    {
        publicKey = recipient.PublicKey;
        encrypted = bare.Encrypted(plaintext, aad);
        Hpke.Seal(inBase, publicKey, info, aad, plaintext, RandomNumberGenerator.Fill);
        Hpke.SealPsk(inPsk, publicKey, info, aad, plaintext, psk, pskId, RandomNumberGenerator.Fill);
    }

    [Benchmark]
    public void SealBase() => Hpke.Seal(output, publicKey, info, aad, plaintext, RandomNumberGenerator.Fill);

    [Benchmark]
    public void SealPsk() => Hpke.SealPsk(output, publicKey, info, aad, plaintext, psk, pskId, RandomNumberGenerator.Fill);

    [Benchmark]
    public void BareSeal()
    {
        bare.PublicKey();
        bare.Agree();
        bare.Encrypt(plaintext, aad);
    }

    [Benchmark]
    public bool OpenBase() => Hpke.TryOpen(opened, recipient, info, aad, inBase);

    [Benchmark]
    public bool OpenPsk() => Hpke.TryOpenPsk(opened, recipient, info, aad, inPsk, psk, pskId);

    [Benchmark]
    public void BareOpen()
    {
        bare.Agree();
        bare.Decrypt(encrypted, aad);
    }
}
