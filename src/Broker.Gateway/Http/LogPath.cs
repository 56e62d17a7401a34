using System.Globalization;
using System.Text;

namespace Broker.Gateway.Http;

/// <summary>
/// Paths of the disclosure log's files. Reference: C2SP tlog-tiles. <c>checkpoint</c>, <c>tile/&lt;L&gt;/&lt;N&gt;[.p/&lt;W&gt;]</c>
/// and <c>tile/entries/&lt;N&gt;[.p/&lt;W&gt;]</c>: L 0 to 63, N in groups of three digits, all but the last with an x, W 1 to 255.
/// </summary>
internal static class LogPath
{
    public const string Checkpoint = "checkpoint";
    private const int MostGroups = 6;
    private const int BundleWidth = 256;
    private const int GroupValues = 1000;

    /// <summary>The bundle that holds an entry of a log of this size.</summary>
    public static string BundleOf(long index, long size)
    {
        var bundle = index / BundleWidth;
        var path = new StringBuilder((bundle % GroupValues).ToString("000", CultureInfo.InvariantCulture));
        for (var rest = bundle / GroupValues; rest > 0; rest /= GroupValues)
        {
            path.Insert(0, string.Create(CultureInfo.InvariantCulture, $"x{rest % GroupValues:000}/"));
        }

        var partial = size / BundleWidth == bundle ? string.Create(CultureInfo.InvariantCulture, $".p/{size % BundleWidth}") : "";
        return $"tile/entries/{path}{partial}";
    }

    public static LogFileKind KindOf(string path)
    {
        if (path == Checkpoint)
        {
            return LogFileKind.Checkpoint;
        }

        var parts = path.Split('/');
        if (parts.Length < 3 || parts[0] != "tile" || !(parts[1] == "entries" || IsNumber(parts[1], 0, 63)))
        {
            return LogFileKind.None;
        }

        return KindOfTile(parts.AsSpan(2));
    }

    private static LogFileKind KindOfTile(ReadOnlySpan<string> parts)
    {
        var isPartial = parts.Length > 1 && parts[^2].EndsWith(".p", StringComparison.Ordinal);
        if (isPartial && !IsNumber(parts[^1], 1, 255))
        {
            return LogFileKind.None;
        }

        var groups = isPartial ? parts[..^1] : parts;
        var last = isPartial ? groups[^1][..^2] : groups[^1];
        var isIndex = IsGroup(last) && groups.Length <= MostGroups && AreLeading(groups[..^1]);
        return !isIndex ? LogFileKind.None : isPartial ? LogFileKind.PartialTile : LogFileKind.FullTile;
    }

    // A leading group x000 at the front would be a second name of the same tile.
    private static bool AreLeading(ReadOnlySpan<string> groups)
    {
        foreach (var group in groups)
        {
            if (group.Length != 4 || group[0] != 'x' || !IsGroup(group[1..]))
            {
                return false;
            }
        }

        return groups.Length == 0 || groups[0] != "x000";
    }

    private static bool IsGroup(string text) => text.Length == 3 && text.All(char.IsAsciiDigit);

    private static bool IsNumber(string text, int low, int high) =>
        text.Length is >= 1 and <= 3
        && text.All(char.IsAsciiDigit)
        && (text.Length == 1 || text[0] != '0')
        && int.Parse(text, CultureInfo.InvariantCulture) is var number
        && number >= low
        && number <= high;
}
