namespace Broker.Bench.Harness;

/// <summary>Takes results, so that the compiler cannot leave out the work that made them.</summary>
internal static class Sink
{
    private static long total;

    internal static void Take(long value) => Volatile.Write(ref total, unchecked(total + value));

    /// <summary>Stops the run: a figure of something that failed would be worth nothing.</summary>
    internal static void Demand(bool worked, string what)
    {
        if (!worked)
        {
            throw new InvalidOperationException($"{what} did not work, so there is nothing to measure");
        }
    }
}
