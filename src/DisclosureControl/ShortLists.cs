namespace Broker.DisclosureControl;

/// <summary>The records of sources that have few: the first in the source's row, the others in a chain of blocks.</summary>
internal sealed class ShortLists
{
    /// <summary>Most records of a short list: each is compared with a new one.</summary>
    internal const int Most = 1 + (10 * RecordBlock.Size);

    private readonly Slab<RecordBlock> blocks = new();
    private uint free;

    /// <summary>The slot of a record; 0 where the source has none such.</summary>
    internal uint Find(in SourceRow row, UInt128 record)
    {
        if (row.FirstRecord == record)
        {
            return row.FirstSlot;
        }

        for (var number = row.Next; number != 0;)
        {
            ref var block = ref blocks[number];
            for (var place = 0; place < RecordBlock.Size && block.Slots[place] != 0; place++)
            {
                if (block.Records[place] == record)
                {
                    return block.Slots[place];
                }
            }

            number = block.Next;
        }

        return 0;
    }

    /// <summary>Adds a record that <see cref="Find"/> did not find, to fewer than <see cref="Most"/>.</summary>
    internal void Add(ref SourceRow row, UInt128 record, uint slot)
    {
        var place = (row.Held - 1) % RecordBlock.Size;
        if (place == 0)
        {
            var taken = free != 0 ? free : blocks.Add();
            free = free != 0 ? blocks[taken].Next : 0;
            blocks[taken] = new RecordBlock { Next = row.Next };
            row.Next = taken;
        }

        ref var newest = ref blocks[row.Next];
        newest.Records[place] = record;
        newest.Slots[place] = slot;
        row.Held++;
    }

    /// <summary>Removes a record and puts the newest in its place; the slot that went, 0 where there was none.</summary>
    internal uint Remove(ref SourceRow row, UInt128 record)
    {
        var slot = Find(in row, record);
        if (slot == 0)
        {
            return 0;
        }

        TakeNewest(ref row, out var newest, out var newestSlot);
        if (newest != record)
        {
            Overwrite(ref row, record, newest, newestSlot);
        }

        return slot;
    }

    internal void CopyTo(in SourceRow row, Span<KeyValuePair<UInt128, uint>> all)
    {
        all[0] = new(row.FirstRecord, row.FirstSlot);
        var at = 1;
        for (var number = row.Next; number != 0; number = blocks[number].Next)
        {
            for (var place = 0; place < Filled(in blocks[number]); place++)
            {
                all[at++] = new(blocks[number].Records[place], blocks[number].Slots[place]);
            }
        }
    }

    /// <summary>Frees every block of a row.</summary>
    internal void Clear(ref SourceRow row)
    {
        while (row.Next != 0)
        {
            Free(ref row);
        }
    }

    internal void Best(LeafOrder order, in SourceRow row, out uint best, out ushort rank)
    {
        best = row.FirstSlot;
        rank = 0;
        for (var number = row.Next; number != 0; number = blocks[number].Next)
        {
            for (var place = 0; place < Filled(in blocks[number]); place++)
            {
                order.Improve(new SourceKey(row.Source), blocks[number].Slots[place], ref best, ref rank);
            }
        }
    }

    internal void Wipe() => blocks.Wipe();

    private static int Filled(in RecordBlock block)
    {
        var filled = 0;
        while (filled < RecordBlock.Size && block.Slots[filled] != 0)
        {
            filled++;
        }

        return filled;
    }

    private void TakeNewest(ref SourceRow row, out UInt128 record, out uint slot)
    {
        row.Held--;
        if (row.Held == 0)
        {
            (record, slot) = (row.FirstRecord, row.FirstSlot);
            (row.FirstRecord, row.FirstSlot) = (0, 0);
            return;
        }

        ref var newest = ref blocks[row.Next];
        var place = (row.Held - 1) % RecordBlock.Size;
        (record, slot) = (newest.Records[place], newest.Slots[place]);
        (newest.Records[place], newest.Slots[place]) = (0, 0);
        if (place == 0)
        {
            Free(ref row);
        }
    }

    private void Overwrite(ref SourceRow row, UInt128 record, UInt128 with, uint slot)
    {
        if (row.FirstRecord == record)
        {
            (row.FirstRecord, row.FirstSlot) = (with, slot);
            return;
        }

        for (var number = row.Next; number != 0; number = blocks[number].Next)
        {
            ref var block = ref blocks[number];
            for (var place = 0; place < RecordBlock.Size; place++)
            {
                if (block.Slots[place] != 0 && block.Records[place] == record)
                {
                    (block.Records[place], block.Slots[place]) = (with, slot);
                    return;
                }
            }
        }
    }

    private void Free(ref SourceRow row)
    {
        var freed = row.Next;
        row.Next = blocks[freed].Next;
        blocks[freed] = new RecordBlock { Next = free };
        free = freed;
    }
}
