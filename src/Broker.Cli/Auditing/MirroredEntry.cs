using Broker.Transparency;

namespace Broker.Cli;

/// <summary>One entry out of the bundles of a log.</summary>
internal static class MirroredEntry
{
    /// <summary>The entry's bytes, as the bundle has them; null when the index is outside of the tree or the bundle is missing or malformed.</summary>
    public static byte[]? Read(long index, TreeHead head, LogFileReader read)
    {
        if (index < 0 || index >= head.Size)
        {
            return null;
        }

        var bundle = index >> TilePath.Height;
        var path = TilePath.Entries(bundle, (int)Math.Min(TilePath.FullWidth, head.Size - (bundle << TilePath.Height)));
        return read(path.ToString()) is { } bytes && EntryBundle.TryParse(bytes, path.Width, out var entries) ? entries[(int)(index & 0xff)].ToArray() : null;
    }
}
