using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Broker.Bench.Harness;
using Broker.Bench.Interop;

namespace Broker.Sealing.Benchmarks;

/// <summary>An age file of 2 KB for one recipient, written and opened, beside the bare primitives of the same bytes.</summary>
public class AgeBenchmarks : IDisposable
{
    private const int Size = 2048;

    private readonly byte[] content = Inputs.Bytes(Size);
    private readonly byte[] fileKey = Inputs.Bytes(16);
    private readonly Primitives bare = new();
    private readonly X25519PrivateKey identity = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
    private readonly MemoryStream plaintext;
    private readonly MemoryStream file = new(2 * Size);
    private readonly MemoryStream written;
    private readonly byte[][] recipients;

    public AgeBenchmarks()
    {
        recipients = [identity.PublicKey];
        plaintext = new MemoryStream(content, writable: false);
        Write();
        written = new MemoryStream(file.ToArray(), writable: false);
    }

    [Benchmark]
    public void Write()
    {
        plaintext.Position = 0;
        file.SetLength(0);
        AgeEnvelope.Write(file, plaintext, recipients, RandomNumberGenerator.Fill);
    }

    [Benchmark]
    public void BareWrite()
    {
        bare.PublicKey();
        bare.Agree();
        bare.Encrypt(fileKey, []);
        bare.Encrypt(content, []);
    }

    [Benchmark]
    public bool Open()
    {
        written.Position = 0;
        file.SetLength(0);
        return AgeEnvelope.TryOpen(file, written, identity, out _);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        identity.Dispose();
        plaintext.Dispose();
        file.Dispose();
        written.Dispose();
        GC.SuppressFinalize(this);
    }
}
