namespace Broker.DisclosureControl;

/// <summary>Exact counts of one open period, kept up record by record; as secret as the records.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Cells"). What it counts is a function of the set of its records and of
/// which sources rest: no order of deposits and withdrawals shows. A deposit or a withdrawal costs about a microsecond
/// whatever the book holds, and a record about 30 bytes. Everything stands in pinned arrays, of which
/// <see cref="Dispose"/> leaves zeros only. Not safe for several threads at once.
/// </remarks>
public sealed class CellBook : IDisposable
{
    private readonly CellHash hash;
    private readonly LeafTie tie;
    private readonly CellSlots slots;
    private readonly SourceLists sources;
    private readonly LeafOrder order;
    private bool isDisposed;

    /// <summary>An empty book.</summary>
    /// <param name="shape">What it counts in.</param>
    /// <param name="leafKey">32 secret bytes (<see cref="Measure.LeafKeySize"/>), the same for as long as the country's ledger lives.</param>
    /// <exception cref="ArgumentException">The shape breaks a limit, or the key has another size.</exception>
    public CellBook(CellShape shape, ReadOnlySpan<byte> leafKey)
    {
        if (shape.Fault() is { } fault)
        {
            throw new ArgumentException(fault);
        }

        if (leafKey.Length != Measure.LeafKeySize)
        {
            throw new ArgumentException("the leaf key is not 32 bytes");
        }

        Shape = shape;
        hash = new CellHash(leafKey);
        tie = new LeafTie(shape, leafKey);
        slots = new CellSlots(hash);
        sources = new SourceLists(hash, slots);
        order = new LeafOrder(slots, tie);
    }

    /// <summary>What it counts in.</summary>
    public CellShape Shape { get; }

    /// <summary>Whether it holds no record.</summary>
    public bool IsEmpty => Live.Count == 0;

    internal CellSlots Slots => slots;

    internal SourceLists Sources => Live;

    /// <summary>Records of all sources.</summary>
    internal int Records { get; private set; }

    private SourceLists Live => isDisposed ? throw new ObjectDisposedException(nameof(CellBook)) : sources;

    /// <summary>Reads exactly what <see cref="Encode"/> wrote for an equal shape; false for anything else.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, CellShape shape, ReadOnlySpan<byte> leafKey, out CellBook? book) =>
        TryDecode(bytes, shape, leafKey, out book, out _);

    /// <summary>Reads exactly what <see cref="Encode"/> wrote for an equal shape, and says what was wrong otherwise.</summary>
    /// <exception cref="ArgumentException">The shape breaks a limit, or the key has another size.</exception>
    public static bool TryDecode(
        ReadOnlySpan<byte> bytes, CellShape shape, ReadOnlySpan<byte> leafKey, out CellBook? book, out CellBookFault fault)
    {
        book = new CellBook(shape, leafKey);
        fault = new CellBookReader(book).Read(bytes);
        if (fault != CellBookFault.None)
        {
            book.Dispose();
            book = null;
        }

        return fault == CellBookFault.None;
    }

    /// <summary>Adds a record; false where its source has that record already, and then nothing changes.</summary>
    /// <exception cref="ArgumentException">The contribution is outside the shape.</exception>
    public bool Deposit(in Contribution contribution, RecordKey record)
    {
        if (contribution.Area < 0 || contribution.Area >= Shape.Areas.Count
            || contribution.Category < 0 || contribution.Category >= Shape.Categories.Count
            || contribution.Stratum < 0 || contribution.Stratum >= Shape.Strata)
        {
            throw new ArgumentException("a contribution is outside the plan");
        }

        ObjectDisposedException.ThrowIf(isDisposed, this);
        return Deposit(
            contribution.Source, record,
            slots.Intern(contribution.Area, contribution.Category, contribution.Stratum, contribution.Organisation));
    }

    /// <summary>Takes a record away, as if it had never been deposited; false where the source has none such.</summary>
    public bool Withdraw(SourceKey source, RecordKey record)
    {
        var number = Live.Find(source);
        if (number == 0)
        {
            return false;
        }

        ref var row = ref sources[number];
        var slot = sources.Remove(ref row, record.Value);
        if (slot == 0)
        {
            return false;
        }

        Records--;
        if (sources.RecordsOf(in row) == 0)
        {
            Count(in row, -1);
            sources.Forget(number);
        }
        else if (slot == row.Placed)
        {
            Count(in row, -1);
            sources.Best(order, in row, out row.Placed, out row.Rank);
            Count(in row, 1);
        }

        return true;
    }

    /// <summary>Whether it holds a record of the source: so that a ledger is asked once a source.</summary>
    public bool Knows(SourceKey source) => Live.Find(source) != 0;

    /// <summary>Says whether a source rests. One that rests counts nowhere; its records stay. The word ends with its last record.</summary>
    /// <exception cref="ArgumentException">The book does not know the source: nothing could keep the word.</exception>
    public void Rest(SourceKey source, bool resting)
    {
        var number = Live.Find(source);
        if (number == 0)
        {
            throw new ArgumentException("the book does not know the source");
        }

        Rest(ref sources[number], resting);
    }

    /// <summary>Asks of every source, once, whether the ledger can bear the cost; those that it cannot rest, the others do not.</summary>
    public void Reassess(Func<SourceKey, bool> mayCharge)
    {
        for (var number = 1u; number < Live.End; number++)
        {
            if (sources[number].Placed != 0)
            {
                var isBorne = mayCharge(new SourceKey(sources[number].Source));
                Rest(ref sources[number], !isBorne);
            }
        }
    }

    /// <summary>The stratum where a source counts, for depositors' own ledgers only; false where it is unknown or rests.</summary>
    public bool TryPlace(SourceKey source, out int stratum)
    {
        var number = Live.Find(source);
        var counts = number != 0 && !sources[number].Rests;
        stratum = counts ? slots[sources[number].Placed].Stratum : -1;
        return counts;
    }

    /// <summary>The sources that count, ascending: those to charge. It goes through all sources.</summary>
    public SourceKey[] Charged()
    {
        var charged = new List<SourceKey>((int)Live.Count);
        for (var number = 1u; number < sources.End; number++)
        {
            ref var row = ref sources[number];
            if (row.Placed != 0 && !row.Rests)
            {
                charged.Add(new SourceKey(row.Source));
            }
        }

        charged.Sort();
        return [.. charged];
    }

    /// <summary>Whether two books hold the same records, sources, resting sources and counts. It says nothing else.</summary>
    public bool HoldsTheSame(CellBook other) =>
        Shape.Equals(other.Shape)
        && Records == other.Records
        && Live.Count == other.Live.Count
        && CellBookComparison.HasAllOf(this, other)
        && slots.CountsTheSame(other.slots);

    /// <summary>The versioned bytes, the same for the same contents; their layout is in the specification. The caller seals them.</summary>
    /// <exception cref="OverflowException">They would be more than 2^31 - 1: from about 100 million records on.</exception>
    public byte[] Encode() => CellBookWriter.Write(this);

    /// <summary>Overwrites everything that it held. The leaf key's copy goes too.</summary>
    public void Dispose()
    {
        isDisposed = true;
        sources.Wipe();
        slots.Wipe();
        hash.Wipe();
        tie.Dispose();
        Records = 0;
    }

    /// <summary>The kind of thing that it is, and nothing of what it holds.</summary>
    public override string ToString() => "cells of an open period";

    internal long[][] Counts(MeasurementPlan plan)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return Shape.Equals(CellShape.Of(plan))
            ? slots.Counts(plan)
            : throw new ArgumentException("the plan has another shape than the book");
    }

    internal bool Deposit(SourceKey source, RecordKey record, uint slot)
    {
        var number = Live.Find(source);
        if (number == 0)
        {
            sources.Begin(source, record.Value, slot);
            slots.Count(slot, 1);
            Records++;
            return true;
        }

        ref var row = ref sources[number];
        if (!sources.Add(ref row, record.Value, slot))
        {
            return false;
        }

        Records++;
        var before = row.Placed;
        order.Improve(source, slot, ref row.Placed, ref row.Rank);
        if (row.Placed != before && !row.Rests)
        {
            slots.Count(before, -1);
            slots.Count(row.Placed, 1);
        }

        return true;
    }

    internal void Rest(ref SourceRow row, bool resting)
    {
        if (row.Rests != resting)
        {
            slots.Count(row.Placed, resting ? -1 : 1);
            row.Rests = resting;
        }
    }

    private void Count(in SourceRow row, int change)
    {
        if (!row.Rests)
        {
            slots.Count(row.Placed, change);
        }
    }
}
