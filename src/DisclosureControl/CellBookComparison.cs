namespace Broker.DisclosureControl;

/// <summary>Compares what two books hold, record by record.</summary>
internal static class CellBookComparison
{
    /// <summary>Whether each source of one book has as many records in the other, each in the same leaf, and rests there too.</summary>
    internal static bool HasAllOf(CellBook other, CellBook one)
    {
        Span<KeyValuePair<UInt128, uint>> few = stackalloc KeyValuePair<UInt128, uint>[ShortLists.Most];
        for (var number = 1u; number < one.Sources.End; number++)
        {
            ref var row = ref one.Sources[number];
            if (row.Placed == 0)
            {
                continue;
            }

            var count = one.Sources.RecordsOf(in row);
            var records = count <= few.Length ? few[..count] : new KeyValuePair<UInt128, uint>[count];
            one.Sources.CopyTo(in row, records);
            var isSame = IsSame(other, one, in row, records);
            records.Clear();
            if (!isSame)
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsSame(CellBook other, CellBook one, in SourceRow row, ReadOnlySpan<KeyValuePair<UInt128, uint>> records)
    {
        var number = other.Sources.Find(new SourceKey(row.Source));
        if (number == 0)
        {
            return false;
        }

        ref var found = ref other.Sources[number];
        if (found.Rests != row.Rests || other.Sources.RecordsOf(in found) != records.Length)
        {
            return false;
        }

        foreach (var (record, slot) in records)
        {
            var there = other.Sources.Find(in found, record);
            if (there == 0 || !AreEqual(in one.Slots[slot], in other.Slots[there]))
            {
                return false;
            }
        }

        return AreEqual(in one.Slots[row.Placed], in other.Slots[found.Placed]);
    }

    private static bool AreEqual(in CellSlot left, in CellSlot right) => left.Leaf == right.Leaf && left.Organisation == right.Organisation;
}
