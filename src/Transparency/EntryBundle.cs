// Entry bundles: the entries of a log, up to 256 in a file.
//
// References: C2SP tlog-tiles ("Log entries").
// Parameters: each entry is a 16-bit big-endian length and that many bytes (0 to 65,535); nothing before, between or after.

using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>Reads and writes entry bundles.</summary>
public static class EntryBundle
{
    /// <summary>The longest entry in bytes, as its length has 16 bits.</summary>
    public const int MaxEntryLength = ushort.MaxValue;

    /// <summary>The longest bundle in bytes; no other file of a log is longer.</summary>
    public const int MaxBundleLength = TilePath.FullWidth * (sizeof(ushort) + MaxEntryLength);

    /// <summary>The bytes of a bundle of 1 to 256 entries.</summary>
    /// <exception cref="ArgumentException">Other than 1 to 256 entries, or one longer than <see cref="MaxEntryLength"/>.</exception>
    public static byte[] Format(IReadOnlyList<ReadOnlyMemory<byte>> entries)
    {
        if (entries.Count is < 1 or > TilePath.FullWidth)
        {
            throw Faults.BundleTooWide(entries.Count);
        }

        var bundle = new byte[entries.Sum(e => sizeof(ushort) + e.Length)];
        var rest = bundle.AsSpan();
        foreach (var entry in entries)
        {
            if (entry.Length > MaxEntryLength)
            {
                throw Faults.EntryTooLong(entry.Length);
            }

            BinaryPrimitives.WriteUInt16BigEndian(rest, (ushort)entry.Length);
            entry.Span.CopyTo(rest[sizeof(ushort)..]);
            rest = rest[(sizeof(ushort) + entry.Length)..];
        }

        return bundle;
    }

    /// <summary>Splits a bundle that must hold exactly <paramref name="width"/> entries and not a byte more.</summary>
    public static bool TryParse(
        ReadOnlyMemory<byte> bundle, int width, [NotNullWhen(true)] out IReadOnlyList<ReadOnlyMemory<byte>>? entries)
    {
        entries = null;
        if (width is < 1 or > TilePath.FullWidth)
        {
            return false;
        }

        var found = new List<ReadOnlyMemory<byte>>(width);
        while (found.Count < width)
        {
            if (bundle.Length < sizeof(ushort))
            {
                return false;
            }

            var length = BinaryPrimitives.ReadUInt16BigEndian(bundle.Span);
            if (bundle.Length - sizeof(ushort) < length)
            {
                return false;
            }

            found.Add(bundle.Slice(sizeof(ushort), length));
            bundle = bundle[(sizeof(ushort) + length)..];
        }

        entries = bundle.IsEmpty ? found : null;
        return entries is not null;
    }
}
