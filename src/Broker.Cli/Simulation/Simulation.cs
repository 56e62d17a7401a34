using System.Security.Cryptography;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>Independent measure-and-derive runs over the same records. No store, no ledger: nobody is charged.</summary>
/// <remarks>
/// Noise is drawn on one thread, run after run, so that one generator decides everything; tables are derived and told on all
/// cores, and handed over in the order of the runs.
/// </remarks>
internal sealed class Simulation(MeasurementPlan plan, Contribution[] contributions, RandomFill random)
{
    private const int Chunk = 64;

    /// <summary>Runs that many times.</summary>
    /// <param name="runs">How often.</param>
    /// <param name="tell">Told of run number (from 1), slot in the chunk, the measured table and each tier's; called from several threads.</param>
    /// <param name="told">Told how many slots of a chunk are done, in order, from one thread at a time.</param>
    /// <param name="cancellation">Stops between chunks.</param>
    public async Task RunAsync(int runs, Action<int, int, MeasuredTable, TierTable[]> tell, Action<int> told, CancellationToken cancellation)
    {
        var leafKey = new byte[Measure.LeafKeySize];
        random(leafKey);
        using var book = Count(leafKey);
        try
        {
            var telling = Task.CompletedTask;
            for (var first = 0; first < runs; first += Chunk)
            {
                cancellation.ThrowIfCancellationRequested();
                var start = first;
                var drawn = Draw(Math.Min(Chunk, runs - first), book);
                await telling;
                telling = Task.Run(() => Tell(start, drawn, tell, told), cancellation);
            }

            await telling;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(leafKey);
        }
    }

    // Counted once: only the noise is drawn anew.
    private CellBook Count(byte[] leafKey)
    {
        CellBook book = new(CellShape.Of(plan), leafKey);
        for (var index = 0; index < contributions.Length; index++)
        {
            book.Deposit(contributions[index], new RecordKey((UInt128)index));
        }

        return book;
    }

    private MeasuredTable[] Draw(int count, CellBook book)
    {
        var tables = new MeasuredTable[count];
        for (var index = 0; index < count; index++)
        {
            tables[index] = Measure.Run(plan, book, random);
        }

        return tables;
    }

    private void Tell(int first, MeasuredTable[] drawn, Action<int, int, MeasuredTable, TierTable[]> tell, Action<int> told)
    {
        Parallel.For(0, drawn.Length, slot =>
        {
            var tables = new TierTable[plan.Tiers.Count];
            for (var tier = 0; tier < tables.Length; tier++)
            {
                tables[tier] = Derive.Tier(plan, drawn[slot], tier, null);
            }

            tell(first + slot + 1, slot, drawn[slot], tables);
        });
        told(drawn.Length);
    }

    /// <summary>Most runs that are told at the same time.</summary>
    public static int Slots => Chunk;
}
