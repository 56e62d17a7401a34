namespace Broker.Bench.Harness;

/// <summary>The best round of a work.</summary>
/// <param name="CpuSeconds">CPU time of the process for one operation.</param>
/// <param name="WallSeconds">Time on the wall for one operation.</param>
/// <param name="Bytes">Bytes allocated for one operation.</param>
internal readonly record struct Figure(double CpuSeconds, double WallSeconds, double Bytes)
{
    internal static Figure Worst { get; } = new(double.MaxValue, double.MaxValue, double.MaxValue);

    internal Figure Best(Figure other) => new(
        Math.Min(CpuSeconds, other.CpuSeconds), Math.Min(WallSeconds, other.WallSeconds), Math.Min(Bytes, other.Bytes));
}
