using System.Globalization;

namespace Broker.Bench.Http;

/// <summary>What the silo cannot save of a deposit: the record's seal opened, one signature verified, two AEADs, one row of a batched insert.</summary>
/// <param name="OpenMicros">HPKE open of an observation, CPU µs.</param>
/// <param name="VerifyMicros">Ed25519 verify.</param>
/// <param name="AeadMicros">The record and its data key sealed again.</param>
/// <param name="RowMicros">One row of a batched insert.</param>
/// <param name="Rows">Rows of that batch.</param>
internal sealed record DepositPrimitives(double OpenMicros, double VerifyMicros, double AeadMicros, double RowMicros, int Rows)
{
    /// <summary>The silo's CPU time for a deposit, over the sum, that the project promises at most.</summary>
    internal const double MostTimes = 2;

    internal double SumMicros => OpenMicros + VerifyMicros + AeadMicros + RowMicros;

    internal void Print(double siloMicros) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  the silo's CPU over its primitives: {siloMicros / SumMicros:0.0} (promised: at most {MostTimes}); they take {SumMicros:0} µs = HPKE open {OpenMicros:0} + Ed25519 verify {VerifyMicros:0} + two AEAD {AeadMicros:0} + a row, {Rows} a commit {RowMicros:0}"));
}
