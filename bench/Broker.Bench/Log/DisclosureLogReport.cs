using Broker.Bench.Cells;

namespace Broker.Bench.Log;

/// <summary>Prints the figures of the disclosure log that take a disk.</summary>
internal static class DisclosureLogReport
{
    /// <summary>How many rows carry a promise, and how many of those are short of it.</summary>
    internal static (int Promised, int ShortOf) Run()
    {
        (int promised, int shortOf) = (0, 0);
        AppendRow.Head();
        using var appends = new DurableAppends();
        foreach (int batch in (int[])[1, 16, 256])
        {
            AppendRow row = appends.Measure(batch);
            row.Print();
            promised++;
            shortOf += row.IsKept ? 0 : 1;
        }

        LargeRow.Head("a log of a million entries");
        foreach (LargeRow row in LargeLogRows.All())
        {
            row.Print();
            promised += row.IsPromised ? 1 : 0;
            shortOf += row.IsKept ? 0 : 1;
        }

        return (promised, shortOf);
    }
}
