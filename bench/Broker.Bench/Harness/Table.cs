using System.Globalization;

namespace Broker.Bench.Harness;

/// <summary>Prints rows as they are measured.</summary>
internal static class Table
{
    private const int OperationWidth = 55;
    private const int FloorWidth = 46;

    private static bool hasHead;

    /// <summary>Prints the head, once.</summary>
    internal static void EnsureHead()
    {
        if (hasHead)
        {
            return;
        }

        hasHead = true;
        Line("operation", "per CPU-second", "bytes", "floor, measured beside it", "per CPU-second", "ratio");
        Console.WriteLine(new string('-', OperationWidth + FloorWidth + 49));
    }

    /// <summary>Prints a row; false when it does not keep what is promised of it.</summary>
    internal static bool Print(Row row)
    {
        Figure[] figures = row.Floor is { } floor ? Meter.Measure(row.Measured, floor) : Meter.Measure(row.Measured);
        Print(row.Operation, figures, figure => figure.CpuSeconds, row.FloorName, Bytes(figures[0].Bytes));
        if (row.WaitsForADisk)
        {
            Print("  the same, per second of wall time", figures, figure => figure.WallSeconds, row.FloorName is null ? null : "  the same", string.Empty);
        }

        return Keeps(row, figures[0]);
    }

    private static bool Keeps(Row row, Figure figure)
    {
        bool isFast = 1 / figure.CpuSeconds >= row.AtLeast;
        bool isLean = row.AtMostBytes is not { } most || Math.Round(figure.Bytes) <= most;
        if (!isFast || !isLean)
        {
            Console.WriteLine($"  short of what is promised: at least {row.AtLeast.ToString("N0", CultureInfo.InvariantCulture)} per CPU-second{(row.AtMostBytes is { } bytes ? $", at most {bytes} bytes" : "")}");
        }

        return isFast && isLean;
    }

    private static void Print(string operation, Figure[] figures, Func<Figure, double> seconds, string? floor, string bytes)
    {
        bool hasFloor = figures.Length > 1;
        Line(
            operation, Rate(seconds(figures[0])), bytes, floor ?? "none",
            hasFloor ? Rate(seconds(figures[1])) : string.Empty,
            hasFloor ? Ratio(seconds(figures[0]) / seconds(figures[1])) : string.Empty);
    }

    private static void Line(string operation, string rate, string bytes, string floor, string floorRate, string ratio) =>
        Console.WriteLine($"{operation.PadRight(OperationWidth)} {rate,14} {bytes,9}  {floor.PadRight(FloorWidth)} {floorRate,14} {ratio,6}");

    // Three figures: the rounds differ by more than the fourth.
    private static string Rate(double seconds)
    {
        double rate = 1 / seconds;
        double step = Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(rate)) - 2));
        return (Math.Round(rate / step) * step).ToString(rate < 10 ? "0.0" : "N0", CultureInfo.InvariantCulture);
    }

    private static string Ratio(double ratio) => ratio.ToString(ratio < 10 ? "0.00" : "0", CultureInfo.InvariantCulture);

    private static string Bytes(double bytes) => Math.Round(bytes).ToString("N0", CultureInfo.InvariantCulture);
}
