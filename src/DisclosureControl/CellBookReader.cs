using System.Buffers.Binary;

namespace Broker.DisclosureControl;

/// <summary>Reads what <see cref="CellBookWriter"/> wrote into an empty book, and only that.</summary>
internal sealed class CellBookReader(CellBook book)
{
    private uint[] slots = [];
    private bool[] isUsed = [];

    internal CellBookFault Read(ReadOnlySpan<byte> bytes)
    {
        if (!bytes.StartsWith(CellBookWriter.Magic))
        {
            return CellBookFault.UnknownFormat;
        }

        if (bytes.Length < CellBookWriter.HeadSize)
        {
            return CellBookFault.Truncated;
        }

        if (!bytes[CellBookWriter.Magic.Length..CellBookWriter.HeadSize].SequenceEqual(book.Shape.Digest()))
        {
            return CellBookFault.OtherShape;
        }

        bytes = bytes[CellBookWriter.HeadSize..];
        var fault = ReadLeaves(ref bytes);
        fault = fault == CellBookFault.None ? ReadSources(ref bytes) : fault;
        if (fault != CellBookFault.None)
        {
            return fault;
        }

        if (bytes.Length > 0)
        {
            return CellBookFault.TrailingBytes;
        }

        return isUsed.AsSpan().Contains(false) ? CellBookFault.NotCanonical : CellBookFault.None;
    }

    private CellBookFault ReadLeaves(ref ReadOnlySpan<byte> bytes)
    {
        var fault = TryCount(ref bytes, CellBookWriter.LeafSize, out var count);
        if (fault != CellBookFault.None)
        {
            return fault;
        }

        slots = new uint[count];
        isUsed = new bool[count];
        scoped var before = ReadOnlySpan<byte>.Empty;
        for (var at = 0; at < count; at++)
        {
            var leaf = Take(ref bytes, CellBookWriter.LeafSize);
            int category = leaf[0], area = BinaryPrimitives.ReadUInt16BigEndian(leaf[1..]), stratum = leaf[3];
            if (category >= book.Shape.Categories.Count || area >= book.Shape.Areas.Count || stratum >= book.Shape.Strata)
            {
                return CellBookFault.OutOfRange;
            }

            if (at > 0 && before.SequenceCompareTo(leaf) >= 0)
            {
                return CellBookFault.NotCanonical;
            }

            before = leaf;
            slots[at] = book.Slots.Intern(area, category, stratum, new OrganisationKey(BinaryPrimitives.ReadUInt64BigEndian(leaf[4..])));
        }

        return CellBookFault.None;
    }

    private CellBookFault ReadSources(ref ReadOnlySpan<byte> bytes)
    {
        var fault = TryCount(ref bytes, CellBookWriter.SourceSize + CellBookWriter.RecordSize, out var count);
        var before = UInt128.Zero;
        for (var at = 0; at < count && fault == CellBookFault.None; at++)
        {
            if (bytes.Length < CellBookWriter.SourceSize)
            {
                return CellBookFault.Truncated;
            }

            var head = Take(ref bytes, CellBookWriter.SourceSize - 4);
            var source = new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(head));
            if (head[16] > 1)
            {
                return CellBookFault.OutOfRange;
            }

            if (at > 0 && source.Value <= before)
            {
                return CellBookFault.NotCanonical;
            }

            before = source.Value;
            fault = ReadRecords(source, head[16] == 1, ref bytes);
        }

        return fault;
    }

    private CellBookFault ReadRecords(SourceKey source, bool rests, ref ReadOnlySpan<byte> bytes)
    {
        var fault = TryCount(ref bytes, CellBookWriter.RecordSize, out var count);
        if (fault != CellBookFault.None || count == 0)
        {
            return fault != CellBookFault.None ? fault : CellBookFault.OutOfRange;
        }

        var before = UInt128.Zero;
        for (var at = 0; at < count; at++)
        {
            var one = Take(ref bytes, CellBookWriter.RecordSize);
            var record = BinaryPrimitives.ReadUInt128BigEndian(one);
            var leaf = BinaryPrimitives.ReadUInt32BigEndian(one[16..]);
            if (leaf >= slots.Length)
            {
                return CellBookFault.OutOfRange;
            }

            if (at > 0 && record <= before)
            {
                return CellBookFault.NotCanonical;
            }

            before = record;
            isUsed[leaf] = true;
            book.Deposit(source, new RecordKey(record), slots[leaf]);
        }

        if (rests)
        {
            book.Rest(source, resting: true);
        }

        return CellBookFault.None;
    }

    // A count that what follows cannot hold is refused before anything is made for it.
    private static CellBookFault TryCount(ref ReadOnlySpan<byte> bytes, int least, out int count)
    {
        count = 0;
        if (bytes.Length < 4)
        {
            return CellBookFault.Truncated;
        }

        var number = BinaryPrimitives.ReadUInt32BigEndian(bytes);
        bytes = bytes[4..];
        if (number > bytes.Length / least)
        {
            return CellBookFault.Truncated;
        }

        count = (int)number;
        return CellBookFault.None;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int size)
    {
        var taken = bytes[..size];
        bytes = bytes[size..];
        return taken;
    }
}
