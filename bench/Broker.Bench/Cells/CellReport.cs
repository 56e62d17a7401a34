using Broker.Bench.Harness;

namespace Broker.Bench.Cells;

/// <summary>Prints the figures of large books of cells; `BROKER_BENCH_RECORDS` sets how many records (default 10,000,000).</summary>
internal static class CellReport
{
    private const int Default = 10_000_000;
    private const int Fewest = 1_000;
    private const int Most = 40_000_000;

    /// <summary>How many rows carry a promise, and how many of those are short of it.</summary>
    internal static (int Promised, int ShortOf) Run()
    {
        int promised = 0, shortOf = 0;
        var cells = new CellRows(Records());
        LargeRow.Head("cells of an open period");
        foreach (LargeRow row in cells.All().Concat(PostgresRows.All(cells.Records)))
        {
            row.Print();
            promised += row.IsPromised ? 1 : 0;
            shortOf += row.IsKept ? 0 : 1;
        }

        return (promised, shortOf);
    }

    private static int Records() => Wish.Of("BROKER_BENCH_RECORDS", Default, Fewest, Most);
}
