namespace Broker.Bench.Harness;

/// <summary>Something to repeat: <paramref name="Run"/> makes that many passes, each of <paramref name="Operations"/> operations.</summary>
internal sealed record Work(Action<int> Run, int Operations = 1)
{
    /// <summary>The work is done by other threads too, and what they allocate counts.</summary>
    public bool UsesOtherThreads { get; init; }

    /// <summary>One action a pass.</summary>
    internal static Work Repeat(Action action, int operations = 1) => new(
        times =>
        {
            for (int i = 0; i < times; i++)
            {
                action();
            }
        },
        operations);

    internal long Allocated() => UsesOtherThreads ? GC.GetTotalAllocatedBytes(precise: true) : GC.GetAllocatedBytesForCurrentThread();
}
