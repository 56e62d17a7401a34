namespace Broker.Transparency;

/// <summary>A tile's hashes with all perfect subtrees above them: as many hashes again, made once, and each is a look-up from then on.</summary>
internal sealed class TileNodes
{
    private readonly Hash32[][] levels;

    /// <summary>Hashes the subtrees.</summary>
    /// <param name="hashes">1 to 256 hashes, the tile's lowest.</param>
    internal TileNodes(ReadOnlySpan<Hash32> hashes)
    {
        levels = new Hash32[TilePath.Height + 1][];
        levels[0] = hashes.ToArray();
        for (var height = 1; height <= TilePath.Height; height++)
        {
            var below = levels[height - 1];
            var nodes = new Hash32[below.Length / 2];
            for (var i = 0; i < nodes.Length; i++)
            {
                nodes[i] = MerkleHash.Node(below[2 * i], below[(2 * i) + 1]);
            }

            levels[height] = nodes;
        }
    }

    /// <summary>The subtree of 2^height of the tile's hashes, counted from the left; it is wholly in the tile.</summary>
    internal Hash32 At(int height, int index) => levels[height][index];
}
