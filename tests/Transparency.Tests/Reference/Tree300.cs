namespace Broker.Transparency.Tests.Reference;

/// <summary>300 distinct entries, their leaf hashes, their model, and a reader with all perfect subtrees worked out.</summary>
internal static class Tree300
{
    internal const int Size = 300;

    private static readonly List<Hash32[]> Subtrees = [];

    static Tree300()
    {
        Entries = [.. Enumerable.Range(0, Size).Select(i => MemoryLog.Entry(i))];
        Leaves = [.. Entries.Select(e => MerkleHash.Leaf(e))];
        Model = new Rfc6962Model(Entries);
        for (var width = 1; width <= Size; width *= 2)
        {
            Subtrees.Add([.. Enumerable.Range(0, Size / width).Select(i => new Hash32(Model.Mth(i * width, (i + 1) * width)))]);
        }
    }

    internal static byte[][] Entries { get; }

    internal static Hash32[] Leaves { get; }

    internal static Rfc6962Model Model { get; }

    internal static Hash32 Read(int height, long index) => Subtrees[height][index];

    internal static Hash32 Root(int size) => new(Model.Mth(0, size));
}
