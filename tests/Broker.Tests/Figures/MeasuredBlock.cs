using Broker.DisclosureControl;
using Broker.DisclosureControl.Tests;

namespace Broker.Tests.Figures;

/// <summary>A block whose true counts the test knows; they are in no figure.</summary>
internal sealed class MeasuredBlock : IDisposable
{
    private static readonly byte[] LeafKey = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];
    private readonly CellBook book;

    internal MeasuredBlock(MeasurementPlan plan, IReadOnlyList<Contribution> records)
    {
        Plan = plan;
        book = new CellBook(CellShape.Of(plan), LeafKey);
        for (var index = 0; index < records.Count; index++)
        {
            book.Deposit(records[index], new RecordKey((UInt128)index));
        }

        var counts = SlowMeasure.Counts(plan, records, LeafKey);
        Truth = [.. plan.Keys.Select(key => Enumerable.Range(0, plan.Tiers.Count).Sum(stratum => counts[(stratum, key)]))];
    }

    internal MeasurementPlan Plan { get; }

    /// <summary>The number behind each cell, all strata together: after the ledger and the organisation cap, before any noise.</summary>
    internal long[] Truth { get; }

    internal MeasuredTable Measure(SeededRandom random) => DisclosureControl.Measure.Run(Plan, book, random.Fill);

    public void Dispose() => book.Dispose();
}
