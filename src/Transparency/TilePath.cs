// Paths of the files of a tiled log.
//
// References: C2SP tlog-tiles ("Merkle Tree", "Partial Tiles", "Log entries").
// Parameters: tiles are 256 wide (height 8); level 0 to 63; index 0 to 2^63-1 in groups of three digits, all but the last
//   behind an x (1234067 is x001/x234/067); a width of 1 to 255 is written as .p/<width>, a full tile has no suffix.
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Broker.Transparency;

/// <summary>Names one tile of hashes or one bundle of entries of a tiled log.</summary>
public sealed record TilePath
{
    /// <summary>Hashes in a full tile, entries in a full bundle.</summary>
    public const int FullWidth = 256;

    /// <summary>Tree levels that a tile spans.</summary>
    public const int Height = 8;

    private const int MaxLevel = 63;
    private const int EntriesLevel = -1;

    private TilePath(int level, long index, int width)
    {
        Level = level;
        Index = index;
        Width = width;
    }

    /// <summary>Level of the hashes, 0 for leaf hashes; -1 for a bundle of entries.</summary>
    public int Level { get; }

    /// <summary>Position in its level, from 0.</summary>
    public long Index { get; }

    /// <summary>1 to 256 hashes or entries; less than 256 in a partial tile.</summary>
    public int Width { get; }

    /// <summary>Whether this is a bundle of entries and not a tile of hashes.</summary>
    public bool IsEntries => Level == EntriesLevel;

    /// <summary>The path of the signed checkpoint, the one file that changes.</summary>
    public static string Checkpoint => "checkpoint";

    /// <summary>A tile of hashes.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Level not 0 to 63, index negative, width not 1 to 256.</exception>
    public static TilePath Hashes(int level, long index, int width = FullWidth)
    {
        if (level is < 0 or > MaxLevel)
        {
            throw Faults.TileCoordinate(nameof(level));
        }

        return Checked(level, index, width);
    }

    /// <summary>A bundle of entries.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Index negative, width not 1 to 256.</exception>
    public static TilePath Entries(long index, int width = FullWidth) => Checked(EntriesLevel, index, width);

    private static TilePath Checked(int level, long index, int width)
    {
        if (index < 0)
        {
            throw Faults.TileCoordinate(nameof(index));
        }

        return width is < 1 or > FullWidth ? throw Faults.TileCoordinate(nameof(width)) : new TilePath(level, index, width);
    }

    /// <summary>Every file that the tree of this size consists of: bundles first, then tiles by level, each from the left.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Size is negative.</exception>
    public static IEnumerable<TilePath> AllOf(long size)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(size);
        return AllOfCore(size);
    }

    private static IEnumerable<TilePath> AllOfCore(long size)
    {
        for (var level = EntriesLevel; level <= 0 || size > 0; level++)
        {
            for (long index = 0; index < size >> Height; index++)
            {
                yield return new TilePath(level, index, FullWidth);
            }

            if ((size & 0xff) != 0)
            {
                yield return new TilePath(level, size >> Height, (int)(size & 0xff));
            }

            size = level == EntriesLevel ? size : size >> Height;
        }
    }

    /// <summary>The path, relative to the log's root: <c>tile/0/x001/234.p/5</c>, <c>tile/entries/000</c>.</summary>
    public override string ToString()
    {
        var digits = Index.ToString("D3", CultureInfo.InvariantCulture);
        digits = digits.PadLeft((digits.Length + 2) / 3 * 3, '0');
        var higher = string.Concat(digits[..^3].Chunk(3).Select(group => $"x{new string(group)}/"));
        var level = IsEntries ? "entries" : Level.ToString(CultureInfo.InvariantCulture);
        var suffix = Width == FullWidth ? "" : string.Create(CultureInfo.InvariantCulture, $".p/{Width}");
        return $"tile/{level}/{higher}{digits[^3..]}{suffix}";
    }

    /// <summary>Reads a path in its one spelling, nothing else.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, [NotNullWhen(true)] out TilePath? path)
    {
        path = null;
        if (text is null || text.Length > 64 || !text.StartsWith("tile/", StringComparison.Ordinal))
        {
            return false;
        }

        var parts = text.Split('/');
        var partial = parts.Length >= 2 && parts[^2].EndsWith(".p", StringComparison.Ordinal);
        long width = FullWidth;
        if (parts.Length < (partial ? 4 : 3)
            || (partial && (!StrictText.TryParseDecimal(parts[^1], out width) || width is < 1 or >= FullWidth))
            || !TryParseLevel(parts[1], out var level)
            || !TryParseIndex(partial ? [.. parts[2..^2], parts[^2][..^2]] : parts[2..], out var index))
        {
            return false;
        }

        path = new TilePath(level, index, (int)width);
        return true;
    }

    private static bool TryParseLevel(string text, out int level)
    {
        level = EntriesLevel;
        if (text == "entries")
        {
            return true;
        }

        var valid = StrictText.TryParseDecimal(text, out var value) && value <= MaxLevel;
        level = valid ? (int)value : 0;
        return valid;
    }

    private static bool TryParseIndex(string[] groups, out long index)
    {
        UInt128 sum = 0;
        index = 0;
        for (var i = 0; i < groups.Length; i++)
        {
            var isLast = i == groups.Length - 1;
            var digits = isLast ? groups[i] : groups[i].StartsWith('x') ? groups[i][1..] : "";
            // A leading x000 would be a second spelling of the same index.
            if (digits.Length != 3 || !digits.All(char.IsAsciiDigit) || (i == 0 && !isLast && digits == "000") || i > 6)
            {
                return false;
            }

            sum = (sum * 1000) + UInt128.Parse(digits, NumberStyles.None, CultureInfo.InvariantCulture);
        }

        index = sum <= long.MaxValue ? (long)sum : 0;
        return sum <= long.MaxValue;
    }
}
