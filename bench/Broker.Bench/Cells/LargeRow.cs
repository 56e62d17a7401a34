using System.Diagnostics;
using System.Globalization;

namespace Broker.Bench.Cells;

/// <summary>A figure of something so large that it is done once, or a few times: CPU and wall time of one operation of it.</summary>
/// <param name="Operation">What was done.</param>
/// <param name="CpuSeconds">CPU time of one operation, of all threads and processes that worked on it.</param>
/// <param name="WallSeconds">Time on the wall for one operation.</param>
internal sealed record LargeRow(string Operation, double CpuSeconds, double WallSeconds)
{
    private const int OperationWidth = 74;

    /// <summary>Bytes that are held for each record; null where none were counted.</summary>
    public double? BytesHeld { get; init; }

    /// <summary>CPU seconds that the project promises not to pass; null for no promise.</summary>
    public double? AtMostSeconds { get; init; }

    /// <summary>Bytes a record that the project promises not to pass.</summary>
    public double? AtMostBytes { get; init; }

    internal bool IsPromised => AtMostSeconds is not null || AtMostBytes is not null;

    internal bool IsKept => !(CpuSeconds > AtMostSeconds) && !(BytesHeld > AtMostBytes);

    /// <summary>Does the work once and divides its time by the operations in it.</summary>
    internal static LargeRow Of(string operation, long operations, Action work)
    {
        TimeSpan before = Environment.CpuUsage.TotalTime;
        long began = Stopwatch.GetTimestamp();
        work();
        TimeSpan wall = Stopwatch.GetElapsedTime(began);
        TimeSpan cpu = Environment.CpuUsage.TotalTime - before;
        return new LargeRow(operation, cpu.TotalSeconds / operations, wall.TotalSeconds / operations);
    }

    internal static void Head(string title)
    {
        Console.WriteLine();
        Console.WriteLine($"{title.PadRight(OperationWidth)} {"CPU each",10} {"wall each",10} {"bytes",7}  promise");
        Console.WriteLine(new string('-', OperationWidth + 50));
    }

    internal void Print()
    {
        string bytes = BytesHeld is { } held ? held.ToString("0.0", CultureInfo.InvariantCulture) : string.Empty;
        Console.WriteLine($"{Operation.PadRight(OperationWidth)} {Time(CpuSeconds),10} {Time(WallSeconds),10} {bytes,7}  {Promise()}");
    }

    private static string Time(double seconds) => seconds switch
    {
        < 1e-6 => (seconds * 1e9).ToString("0 'ns'", CultureInfo.InvariantCulture),
        < 1e-3 => (seconds * 1e6).ToString("0.00 'us'", CultureInfo.InvariantCulture),
        < 1 => (seconds * 1e3).ToString("0.00 'ms'", CultureInfo.InvariantCulture),
        _ => seconds.ToString("0.00 's'", CultureInfo.InvariantCulture),
    };

    private string Promise()
    {
        if (!IsPromised)
        {
            return "none";
        }

        string time = AtMostSeconds is { } seconds ? $"{Time(seconds)}" : string.Empty;
        string bytes = AtMostBytes is { } most ? string.Create(CultureInfo.InvariantCulture, $"{(time.Length > 0 ? ", " : "")}{most} bytes") : string.Empty;
        return $"at most {time}{bytes}{(IsKept ? "" : "  SHORT OF IT")}";
    }
}
