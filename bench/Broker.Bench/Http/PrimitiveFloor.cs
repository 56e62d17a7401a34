using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Bench.Interop;
using Broker.Bench.Rows;
using Broker.Faults.Scene;
using Broker.Sealing;
using Broker.Silo.Deposits;

namespace Broker.Bench.Http;

/// <summary>Measures the primitives of a deposit on the sizes of a real package, with the libraries that the silo uses.</summary>
internal sealed class PrimitiveFloor : IDisposable
{
    private const double Micro = 1e6;

    private readonly BareStore store;
    private readonly double[] micros;

    /// <summary>Measures all but the row, which depends on how many arrive at one time.</summary>
    internal PrimitiveFloor(Installation broker, byte[] package)
    {
        Sink.Demand(DepositPackage.TryRead(package, out PackageParts parts, out _), "reading a package");
        store = new BareStore(Path.Combine(broker.Root, "primitives.db"), package.Length);
        var bare = new Primitives();
        byte[] head = Head(parts), psk = Inputs.Bytes(32), pskId = Inputs.Bytes(16), info = Inputs.Bytes(48), dataKey = Inputs.Bytes(SecretKey.Size);
        byte[] plaintext = Inputs.Bytes(parts.Observation.Length - Hpke.Overhead), sealedBytes = new byte[parts.Observation.Length], opened = new byte[plaintext.Length];
        byte[] signed = bare.Signature(head);
        using X25519PrivateKey recipient = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        Hpke.SealPsk(sealedBytes, recipient.PublicKey, info, head, plaintext, psk, pskId, RandomNumberGenerator.Fill);
        Figure[] figures = Meter.Measure(
            Work.Repeat(() => Sink.Demand(Hpke.TryOpenPsk(opened, recipient, info, head, sealedBytes, psk, pskId), "HPKE")),
            Work.Repeat(() => bare.Verify(head, signed)),
            Work.Repeat(() =>
            {
                Sink.Take(bare.EncryptedX(plaintext, head).Length);
                Sink.Take(bare.EncryptedX(dataKey, pskId).Length);
            }));
        micros = [.. figures.Select(figure => Micro * figure.CpuSeconds)];
    }

    /// <summary>With rows in batches as large as the silo's own are at this load.</summary>
    internal DepositPrimitives Measure(DepositLevel level)
    {
        int rows = Math.Min(BatchWriter.MostRecords, level.Connections * level.Packages);
        Figure row = Meter.Measure(new Work(times => store.Write(rows, times), rows))[0];
        return new DepositPrimitives(micros[0], micros[1], micros[2], Micro * row.CpuSeconds, rows);
    }

    public void Dispose() => store.Dispose();

    // The text that its signature is over: the head with the observation's line.
    private static byte[] Head(PackageParts parts)
    {
        ReadOnlySpan<byte> manifest = parts.Manifest.Span;
        return manifest[..(manifest.IndexOf("\n\n"u8) + 1)].ToArray();
    }
}
