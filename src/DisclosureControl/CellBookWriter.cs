using System.Buffers.Binary;

namespace Broker.DisclosureControl;

/// <summary>The stored bytes of a book; read by <see cref="CellBookReader"/>.</summary>
/// <remarks>
/// All integers big-endian: 4 bytes <c>BCB1</c>; 32 bytes SHA-256 of the shape; 4 bytes number of leaves, then each:
/// category 1, area 2, stratum 1, organisation 8, strictly ascending as bytes, each used by a record; 4 bytes number of
/// sources, then each, strictly ascending: source 16, 1 byte (1: rests, 0: not), 4 bytes number of its records, then each,
/// strictly ascending: record 16, 4 bytes number of its leaf from 0. Nothing follows.
/// </remarks>
internal static class CellBookWriter
{
    internal const int HeadSize = 4 + 32;
    internal const int LeafSize = 12;
    internal const int SourceSize = 16 + 1 + 4;
    internal const int RecordSize = 16 + 4;

    internal static ReadOnlySpan<byte> Magic => "BCB1"u8;

    internal static byte[] Write(CellBook book)
    {
        var sources = Ascending(book);
        var numbers = Leaves(book, out var leaves);
        var bytes = new byte[HeadSize + 8 + (LeafSize * leaves.Length) + (SourceSize * sources.Length) + (RecordSize * book.Records)];
        Magic.CopyTo(bytes);
        book.Shape.Digest().CopyTo(bytes, Magic.Length);
        var rest = bytes.AsSpan(HeadSize);
        WriteLeaves(book, leaves, ref rest);
        BinaryPrimitives.WriteInt32BigEndian(Take(ref rest, 4), sources.Length);
        foreach (var (_, number) in sources)
        {
            WriteSource(book, in book.Sources[number], numbers, ref rest);
        }

        Array.Clear(sources);
        return bytes;
    }

    private static void WriteLeaves(CellBook book, uint[] leaves, ref Span<byte> rest)
    {
        BinaryPrimitives.WriteInt32BigEndian(Take(ref rest, 4), leaves.Length);
        foreach (var leaf in leaves)
        {
            ref var slot = ref book.Slots[leaf];
            var target = Take(ref rest, LeafSize);
            target[0] = (byte)slot.Category;
            BinaryPrimitives.WriteUInt16BigEndian(target[1..], (ushort)slot.Area);
            target[3] = (byte)slot.Stratum;
            BinaryPrimitives.WriteUInt64BigEndian(target[4..], slot.Organisation);
        }
    }

    private static void WriteSource(CellBook book, in SourceRow row, int[] numbers, ref Span<byte> rest)
    {
        var records = new KeyValuePair<UInt128, uint>[book.Sources.RecordsOf(in row)];
        book.Sources.CopyTo(in row, records);
        Array.Sort(records, (left, right) => left.Key.CompareTo(right.Key));
        var target = Take(ref rest, SourceSize);
        BinaryPrimitives.WriteUInt128BigEndian(target, row.Source);
        target[16] = row.Rests ? (byte)1 : (byte)0;
        BinaryPrimitives.WriteInt32BigEndian(target[17..], records.Length);
        foreach (var (record, slot) in records)
        {
            target = Take(ref rest, RecordSize);
            BinaryPrimitives.WriteUInt128BigEndian(target, record);
            BinaryPrimitives.WriteInt32BigEndian(target[16..], numbers[slot]);
        }

        Array.Clear(records);
    }

    private static KeyValuePair<UInt128, uint>[] Ascending(CellBook book)
    {
        var sources = new KeyValuePair<UInt128, uint>[book.Sources.Count];
        var at = 0;
        for (var number = 1u; number < book.Sources.End; number++)
        {
            if (book.Sources[number].Placed != 0)
            {
                sources[at++] = new(book.Sources[number].Source, number);
            }
        }

        Array.Sort(sources, (left, right) => left.Key.CompareTo(right.Key));
        return sources;
    }

    // Leaves that records use now; a leaf that was used once says nothing and is not written.
    private static int[] Leaves(CellBook book, out uint[] leaves)
    {
        var numbers = new int[book.Slots.End];
        var records = new KeyValuePair<UInt128, uint>[ShortLists.Most];
        for (var number = 1u; number < book.Sources.End; number++)
        {
            ref var row = ref book.Sources[number];
            if (row.Placed == 0)
            {
                continue;
            }

            var count = book.Sources.RecordsOf(in row);
            if (count > records.Length)
            {
                Array.Clear(records);
                records = new KeyValuePair<UInt128, uint>[count];
            }

            book.Sources.CopyTo(in row, records);
            foreach (var (_, slot) in records.AsSpan(0, count))
            {
                numbers[slot] = 1;
            }
        }

        Array.Clear(records);
        leaves = [.. Enumerable.Range(0, numbers.Length).Where(slot => numbers[slot] == 1).Select(slot => (uint)slot)];
        Array.Sort(leaves, book.Slots.Compare);
        for (var at = 0; at < leaves.Length; at++)
        {
            numbers[leaves[at]] = at;
        }

        return numbers;
    }

    private static Span<byte> Take(ref Span<byte> rest, int size)
    {
        var taken = rest[..size];
        rest = rest[size..];
        return taken;
    }
}
