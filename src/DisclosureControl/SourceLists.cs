namespace Broker.DisclosureControl;

/// <summary>Each source's own records: in blocks while they are few, with an index of their own when they are many.</summary>
/// <remarks>
/// No object for a record, nor for a source of few: rows and blocks stand in slabs and are used again, overwritten first.
/// A row keeps its number until its last record goes.
/// </remarks>
internal sealed class SourceLists(CellHash hash, CellSlots slots)
{
    private readonly CellIndex index = new();
    private readonly Slab<SourceRow> rows = new();
    private readonly ShortLists few = new();
    private readonly List<LongSource?> many = [];
    private readonly Stack<int> vacant = [];
    private uint free;

    internal uint Count => index.Count;

    /// <summary>One more than the last row; rows whose <see cref="SourceRow.Placed"/> is 0 are free.</summary>
    internal uint End => rows.End;

    internal ref SourceRow this[uint row] => ref rows[row];

    internal uint Find(SourceKey source)
    {
        var sought = hash.Of(source.Value);
        var position = index.Start(sought);
        uint row;
        while ((row = index.Next(sought, ref position)) != 0 && rows[row].Source != source.Value)
        {
        }

        return row;
    }

    /// <summary>A new source with its first record.</summary>
    internal void Begin(SourceKey source, UInt128 record, uint slot)
    {
        var row = free != 0 ? free : rows.Add();
        free = free != 0 ? rows[row].Next : 0;
        rows[row] = new SourceRow { Source = source.Value, FirstRecord = record, FirstSlot = slot, Placed = slot, Filter = BitOf(record), Held = 1 };
        index.Add(hash.Of(source.Value), row);
    }

    /// <summary>False where the source has the record already.</summary>
    internal bool Add(ref SourceRow row, UInt128 record, uint slot)
    {
        if (!row.IsLong)
        {
            var bit = BitOf(record);
            if ((row.Filter & bit) != 0 && few.Find(in row, record) != 0)
            {
                return false;
            }

            if (row.Held < ShortLists.Most)
            {
                row.Filter |= bit;
                few.Add(ref row, record, slot);
                return true;
            }

            MakeLong(ref row);
        }

        return many[(int)row.Next]!.Add(record, slot);
    }

    /// <summary>The slot of the record that went; 0 where the source had none such.</summary>
    internal uint Remove(ref SourceRow row, UInt128 record) =>
        row.IsLong ? many[(int)row.Next]!.Remove(record) : few.Remove(ref row, record);

    /// <summary>The slot of a record; 0 where the source has none such.</summary>
    internal uint Find(in SourceRow row, UInt128 record) =>
        row.IsLong ? many[(int)row.Next]!.Find(record) : few.Find(in row, record);

    internal int RecordsOf(in SourceRow row) => row.IsLong ? (int)many[(int)row.Next]!.Count : row.Held;

    internal void CopyTo(in SourceRow row, Span<KeyValuePair<UInt128, uint>> all)
    {
        if (row.IsLong)
        {
            many[(int)row.Next]!.CopyTo(all);
        }
        else
        {
            few.CopyTo(in row, all);
        }
    }

    /// <summary>Chooses anew where the source counts.</summary>
    internal void Best(LeafOrder order, in SourceRow row, out uint best, out ushort rank)
    {
        if (row.IsLong)
        {
            many[(int)row.Next]!.Best(order, new SourceKey(row.Source), out best, out rank);
        }
        else
        {
            few.Best(order, in row, out best, out rank);
        }
    }

    /// <summary>Forgets a source whose last record went.</summary>
    internal void Forget(uint number)
    {
        ref var row = ref rows[number];
        if (row.IsLong)
        {
            many[(int)row.Next]!.Wipe();
            many[(int)row.Next] = null;
            vacant.Push((int)row.Next);
        }

        index.Remove(hash.Of(row.Source), number);
        row = new SourceRow { Next = free };
        free = number;
    }

    internal void Wipe()
    {
        index.Wipe();
        rows.Wipe();
        few.Wipe();
        many.ForEach(list => list?.Wipe());
    }

    // A withdrawal leaves its bit: then a deposit looks through the list for nothing.
    private ulong BitOf(UInt128 record) => 1UL << (int)(hash.Of(record) >> 26);

    private void MakeLong(ref SourceRow row)
    {
        Span<KeyValuePair<UInt128, uint>> all = stackalloc KeyValuePair<UInt128, uint>[row.Held];
        few.CopyTo(in row, all);
        few.Clear(ref row);
        var list = new LongSource(hash, slots);
        foreach (var (record, slot) in all)
        {
            list.Add(record, slot);
        }

        all.Clear();
        (row.FirstRecord, row.FirstSlot, row.Filter, row.Held, row.IsLong) = (0, 0, 0, 0, true);
        if (vacant.TryPop(out var number))
        {
            many[number] = list;
        }
        else
        {
            number = many.Count;
            many.Add(list);
        }

        row.Next = (uint)number;
    }
}
