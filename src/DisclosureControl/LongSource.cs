using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>The records of a source that has many: found by hash, and counted by slot, so that each change stays cheap.</summary>
/// <remarks>A source with a million records, put in and taken out in any order, costs a million times about a microsecond.</remarks>
internal sealed class LongSource(CellHash hash, CellSlots slots)
{
    private readonly CellIndex index = new();
    private readonly Slab<UInt128> records = new();
    private readonly Slab<uint> slotOf = new();
    private Tally[] tallies = GC.AllocateArray<Tally>(8, pinned: true);
    private int distinct;

    internal uint Count => index.Count;

    internal void CopyTo(Span<KeyValuePair<UInt128, uint>> all)
    {
        for (var number = 1u; number < records.End; number++)
        {
            all[(int)number - 1] = new(records[number], slotOf[number]);
        }
    }

    internal uint Find(UInt128 record)
    {
        var number = NumberOf(record);
        return number == 0 ? 0 : slotOf[number];
    }

    internal bool Add(UInt128 record, uint slot)
    {
        if (NumberOf(record) != 0)
        {
            return false;
        }

        var number = records.Add();
        records[number] = record;
        slotOf[slotOf.Add()] = slot;
        index.Add(hash.Of(record), number);
        Raise(slot);
        return true;
    }

    /// <summary>The slot of the record that went; 0 where there was none.</summary>
    internal uint Remove(UInt128 record)
    {
        var number = NumberOf(record);
        if (number == 0)
        {
            return 0;
        }

        var slot = slotOf[number];
        var last = records.End - 1;
        index.Remove(hash.Of(record), number);
        if (number != last)
        {
            index.Replace(hash.Of(records[last]), last, number);
            (records[number], slotOf[number]) = (records[last], slotOf[last]);
        }

        records.DropLast();
        slotOf.DropLast();
        Lower(slot);
        return slot;
    }

    /// <summary>The slot where the source counts: only those of its gravest category are looked at.</summary>
    internal void Best(LeafOrder order, SourceKey source, out uint best, out ushort rank)
    {
        best = tallies[0].Slot;
        rank = 0;
        var gravest = slots[best].Category;
        for (var at = 1; at < distinct && slots[tallies[at].Slot].Category == gravest; at++)
        {
            order.Improve(source, tallies[at].Slot, ref best, ref rank);
        }
    }

    internal void Wipe()
    {
        index.Wipe();
        records.Wipe();
        slotOf.Wipe();
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(tallies.AsSpan()));
    }

    private uint NumberOf(UInt128 record)
    {
        var sought = hash.Of(record);
        var position = index.Start(sought);
        uint number;
        while ((number = index.Next(sought, ref position)) != 0 && records[number] != record)
        {
        }

        return number;
    }

    private void Raise(uint slot)
    {
        var at = Search(slot);
        if (at >= 0)
        {
            tallies[at].Records++;
            return;
        }

        at = ~at;
        if (distinct == tallies.Length)
        {
            var larger = GC.AllocateArray<Tally>(tallies.Length * 2, pinned: true);
            tallies.CopyTo(larger, 0);
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(tallies.AsSpan()));
            tallies = larger;
        }

        tallies.AsSpan(at, distinct - at).CopyTo(tallies.AsSpan(at + 1));
        tallies[at] = new Tally { Slot = slot, Records = 1 };
        distinct++;
    }

    private void Lower(uint slot)
    {
        var at = Search(slot);
        if (--tallies[at].Records == 0)
        {
            tallies.AsSpan(at + 1, distinct - at - 1).CopyTo(tallies.AsSpan(at));
            tallies[--distinct] = default;
        }
    }

    private int Search(uint slot)
    {
        int low = 0, high = distinct - 1;
        while (low <= high)
        {
            var middle = (low + high) / 2;
            var comparison = slots.Compare(tallies[middle].Slot, slot);
            if (comparison == 0)
            {
                return middle;
            }

            (low, high) = comparison < 0 ? (middle + 1, high) : (low, middle - 1);
        }

        return ~low;
    }

    private struct Tally
    {
        internal uint Slot;
        internal uint Records;
    }
}
