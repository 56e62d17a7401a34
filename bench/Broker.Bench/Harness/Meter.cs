using System.Diagnostics;

namespace Broker.Bench.Harness;

/// <summary>Measures works by the CPU time of the process, which other people's load on the machine does not lengthen.</summary>
/// <remarks>
/// A work is repeated until the compiler has optimised it, then measured in rounds that alternate with those of its floor, so that
/// both see the same machine; the best round of each counts. CPU time is that of all threads: what the collector and a
/// store's writer thread use is in it.
/// </remarks>
internal static class Meter
{
    private const int Rounds = 9;
    private const int MostPasses = 1 << 24;
    private static readonly TimeSpan WarmUp = TimeSpan.FromMilliseconds(350);
    private static readonly TimeSpan Round = TimeSpan.FromMilliseconds(40);

    internal static Figure[] Measure(params ReadOnlySpan<Work> works)
    {
        int[] passes = new int[works.Length];
        var best = new Figure[works.Length];
        for (int i = 0; i < works.Length; i++)
        {
            passes[i] = PassesOfARound(works[i]);
            best[i] = Figure.Worst;
        }

        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i < works.Length; i++)
            {
                best[i] = best[i].Best(Once(works[i], passes[i]));
            }
        }

        return best;
    }

    // Many short runs at first: the runtime optimises what was called thirty times, in the background and after a pause.
    private static int PassesOfARound(Work work)
    {
        long start = Stopwatch.GetTimestamp();
        int passes = 1;
        TimeSpan last;
        do
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long began = Stopwatch.GetTimestamp();
            work.Run(passes);
            TimeSpan wall = Stopwatch.GetElapsedTime(began);
            TimeSpan cpu = Environment.CpuUsage.TotalTime - before;

            // A work that waits for a disk uses little CPU; its rounds are bounded by the wall.
            last = wall > 8 * cpu ? wall / 8 : cpu;
            passes = last < Round / 8 && passes < MostPasses ? passes * 2 : passes;
        }
        while (Stopwatch.GetElapsedTime(start) < WarmUp || (last < Round / 16 && passes < MostPasses));
        return Math.Clamp((int)Math.Min(MostPasses, passes * (Round / Max(last))), 1, MostPasses);
    }

    private static TimeSpan Max(TimeSpan time) => time > TimeSpan.Zero ? time : TimeSpan.FromMicroseconds(1);

    private static Figure Once(Work work, int passes)
    {
        GC.Collect();
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        long bytes = work.Allocated();
        work.Run(passes);
        bytes = work.Allocated() - bytes;
        TimeSpan wall = Stopwatch.GetElapsedTime(began);
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        double operations = (double)passes * work.Operations;
        return new Figure(cpu.TotalSeconds / operations, wall.TotalSeconds / operations, bytes / operations);
    }
}
