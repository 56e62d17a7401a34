using System.Globalization;
using System.Text;
using Broker.Transparency;

namespace Broker.Tests.Witnessing;

/// <summary>Entries of a log: a number, and a word that is the history's own from one entry on.</summary>
internal sealed class WitnessHistory(string word, int changesAt)
{
    public const int Most = 1200;
    private readonly Hash32[] leaves = [.. Enumerable.Range(0, Most).Select(i => MerkleHash.Leaf(Encoding.UTF8.GetBytes(
        string.Create(CultureInfo.InvariantCulture, $"{(i < changesAt ? "same" : word)} {i}"))))];

    public TreeHead Head(int size) => new(size, MerkleTree.Root(leaves.AsSpan(0, size)));

    public IReadOnlyList<Hash32> Proof(int oldSize, int size)
        => oldSize == 0 || oldSize >= size ? [] : Consistency.Build(oldSize, size, MerkleTree.Over(leaves[..size]));
}
