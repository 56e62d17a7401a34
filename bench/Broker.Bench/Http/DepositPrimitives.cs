using System.Globalization;
using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Bench.Interop;
using Broker.Bench.Rows;
using Broker.Sealing;

namespace Broker.Bench.Http;

/// <summary>What the silo cannot save of a deposit: the record's seal opened, one signature verified, two AEADs, one row of a batched insert.</summary>
/// <param name="OpenMicros">HPKE open of an observation, CPU µs.</param>
/// <param name="VerifyMicros">Ed25519 verify.</param>
/// <param name="AeadMicros">The record and its data key sealed again.</param>
/// <param name="RowMicros">One row of a batched insert.</param>
internal sealed record DepositPrimitives(double OpenMicros, double VerifyMicros, double AeadMicros, double RowMicros)
{
    private const int Size = 1024; // of an observation, padded
    private const int HeadSize = 512;
    private const int RowsACommit = 64;
    private const double Micro = 1e6;

    /// <summary>The silo's CPU time for a deposit, over the sum, that the project promises at most.</summary>
    internal const double MostTimes = 2;

    internal double SumMicros => OpenMicros + VerifyMicros + AeadMicros + RowMicros;

    internal static DepositPrimitives Measure(string folder)
    {
        var bare = new Primitives();
        byte[] plaintext = Inputs.Bytes(Size), aad = Inputs.Bytes(HeadSize), info = Inputs.Bytes(48), psk = Inputs.Bytes(32), pskId = Inputs.Bytes(16);
        byte[] sealedBytes = new byte[Size + Hpke.Overhead], opened = new byte[Size], dataKey = Inputs.Bytes(SecretKey.Size), signed = bare.Signature(aad);
        using X25519PrivateKey recipient = X25519PrivateKey.Generate(RandomNumberGenerator.Fill);
        Hpke.SealPsk(sealedBytes, recipient.PublicKey, info, aad, plaintext, psk, pskId, RandomNumberGenerator.Fill);
        using var store = new BareStore(Path.Combine(folder, "primitives.db"));
        Figure[] figures = Meter.Measure(
            Work.Repeat(() => Sink.Demand(Hpke.TryOpenPsk(opened, recipient, info, aad, sealedBytes, psk, pskId), "HPKE")),
            Work.Repeat(() => bare.Verify(aad, signed)),
            Work.Repeat(() =>
            {
                Sink.Take(bare.EncryptedX(plaintext, aad).Length);
                Sink.Take(bare.EncryptedX(dataKey, aad).Length);
            }),
            new Work(times => store.Write(RowsACommit, times), RowsACommit));
        double[] micros = [.. figures.Select(figure => Micro * figure.CpuSeconds)];
        return new DepositPrimitives(micros[0], micros[1], micros[2], micros[3]);
    }

    internal void Print() => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  primitives of a deposit, CPU µs: {SumMicros:0} = HPKE open {OpenMicros:0} + Ed25519 verify {VerifyMicros:0} + two AEAD {AeadMicros:0} + a row, {RowsACommit} a commit {RowMicros:0}"));

    internal void PrintRatio(double siloMicros) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"  the silo's CPU over its primitives: {siloMicros / SumMicros:0.0} (promised: at most {MostTimes})"));
}
