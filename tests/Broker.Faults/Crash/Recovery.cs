using System.Globalization;

namespace Broker.Faults.Crash;

/// <summary>One recovery, from the kill to the first receipt for what was sent after it.</summary>
/// <param name="Ended">Until what was killed is gone.</param>
/// <param name="Started">From there until it is there again: the silo's socket, or a database server that answers.</param>
/// <param name="Answered">From there until the first receipt: depositors and gateway find the silo, and the silo its database.</param>
internal sealed record Recovery(TimeSpan Ended, TimeSpan Started, TimeSpan Answered)
{
    public TimeSpan Total => Ended + Started + Answered;

    /// <summary>The nearest rank of each phase by itself.</summary>
    public static string Medians(IReadOnlyList<Recovery> all) => string.Create(
        CultureInfo.InvariantCulture,
        $"end {Percentile([.. all.Select(one => one.Ended)], 50).TotalSeconds:F2} s, start {Percentile([.. all.Select(one => one.Started)], 50).TotalSeconds:F2} s, first receipt {Percentile([.. all.Select(one => one.Answered)], 50).TotalSeconds:F2} s");

    public static TimeSpan Percentile(TimeSpan[] times, int percent)
    {
        Array.Sort(times);
        return times.Length == 0 ? TimeSpan.MaxValue : times[Math.Max(0, (int)Math.Ceiling(percent * times.Length / 100.0) - 1)];
    }
}
