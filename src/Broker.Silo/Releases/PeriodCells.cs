using Broker.DisclosureControl;

namespace Broker.Silo.Releases;

/// <summary>The live book of one open period, and what it is true of.</summary>
/// <param name="Due">The period and the plan that was assumed when the book was made.</param>
/// <param name="Revision">The policy revision that decided each record's stratum.</param>
/// <param name="Book">The exact counts.</param>
internal sealed record PeriodCells(DueMeasurement Due, string Revision, CellBook Book) : IDisposable
{
    public MeasuredPeriod Period => Due.Period;

    /// <summary>The generation of the block's contributions that the book holds.</summary>
    public long Generation { get; set; }

    /// <summary>What the ledger was asked for each source, and when: it is asked again once one of the two differs.</summary>
    public LedgerMoment Asked { get; set; }

    /// <summary>The generation that a whole round of the calendar found unchanged, and that was then kept on disk; null: none.</summary>
    public long? Kept { get; set; }

    /// <summary>The generation at the last round of the calendar.</summary>
    public long? Seen { get; set; }

    public void Dispose() => Book.Dispose();

    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "cells of an open period";
}
