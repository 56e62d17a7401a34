using System.Diagnostics.CodeAnalysis;

namespace Broker.Transparency;

/// <summary>Reads the right edge of a stored tree and holds it against the tree's root.</summary>
internal static class EdgeReader
{
    internal static bool TryRead(
        TreeHead head, LogFileReader read, [NotNullWhen(true)] out LogEdge? edge, out LogFault fault)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(head.Size);
        edge = null;
        var partials = new List<(int, Hash32[])>();
        foreach (var path in LogEdge.PartialTiles(head.Size))
        {
            var bytes = read(path.ToString());
            if (bytes is null || HashTile.TryParse(bytes, path.Width) is not { } hashes)
            {
                fault = bytes is null ? LogFault.TileMissing : LogFault.TileMalformed;
                return false;
            }

            partials.Add((path.Level, hashes));
        }

        var restored = LogEdge.Restore(head.Size, partials);
        if (restored.Root() != head.Root)
        {
            fault = LogFault.RootMismatch;
            return false;
        }

        edge = restored;
        fault = LogFault.None;
        return true;
    }
}
