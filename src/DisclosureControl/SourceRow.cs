using System.Runtime.CompilerServices;

namespace Broker.DisclosureControl;

/// <summary>A source with its first record and where it counts: 64 bytes.</summary>
internal struct SourceRow
{
    internal UInt128 Source;
    internal UInt128 FirstRecord;

    /// <summary>The first record's slot; 0 where the row is free.</summary>
    internal uint FirstSlot;

    /// <summary>The newest block of further records, or the number of its long list; in a free row the next free one.</summary>
    internal uint Next;

    /// <summary>The slot where the source counts, or would if it did not rest.</summary>
    internal uint Placed;

    /// <summary>What <see cref="LeafOrder"/> keeps of that slot's rank.</summary>
    internal ushort Rank;
    internal bool IsLong;
    internal bool Rests;

    /// <summary>A bit for each record by its hash: where a new record's is not set, it is not among those there are.</summary>
    internal ulong Filter;

    /// <summary>Records of a short list.</summary>
    internal byte Held;
}

/// <summary>Three further records of a source: 64 bytes, so that looking through ten touches four places.</summary>
internal struct RecordBlock
{
    internal const int Size = 3;
    internal Three<UInt128> Records;

    /// <summary>The records' slots, filled from the front; 0 where there is none.</summary>
    internal Three<uint> Slots;

    /// <summary>The next older block, which is full; in a free block the next free one.</summary>
    internal uint Next;

    [InlineArray(Size)]
    internal struct Three<T>
    {
        private T first;
    }
}
