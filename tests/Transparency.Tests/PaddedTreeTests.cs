using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency.Tests;

public sealed class PaddedTreeTests
{
    private static readonly byte[] Label = "broker.example/deposit-dummies/v1"u8.ToArray();
    private static readonly byte[] Context = "2014-01-15"u8.ToArray();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(500)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    public void Build_OfFewOrManyLeaves_IsTheSortedTreeOfTheSlowReference(int count)
    {
        Hash32[] leaves = Leaves(count, "leaf");
        PaddedTree tree = PaddedTree.Build(leaves, Seed(1), Label, Context);

        Hash32[] all = [.. leaves, .. SlowDummies(Seed(1), PaddedTree.SmallestSize - count)];
        Hash32[] sorted = [.. all.OrderBy(hash => hash.ToString(), StringComparer.Ordinal)];
        Assert.Equal(PaddedTree.SmallestSize, tree.Size);
        Assert.Equal(MerkleTree.Root(sorted), tree.Root);
        foreach (int place in (int[])[0, 1, 4_711, 65_535])
        {
            Assert.True(tree.TryProve(sorted[place], out int index, out Hash32[] path));
            Assert.Equal(place, index);
            Assert.Equal(Inclusion.Build(place, sorted.Length, MerkleTree.Over(sorted)), path);
        }
    }

    [Fact]
    public void TryProve_OfEachLeaf_LeadsToTheRootAndOfAnyOtherThereIsNone()
    {
        Hash32[] leaves = Leaves(300, "leaf");
        PaddedTree tree = PaddedTree.Build(leaves, Seed(2), Label, Context);
        foreach (Hash32 leaf in leaves)
        {
            Assert.True(tree.TryProve(leaf, out int index, out Hash32[] path));
            Assert.Equal(16, path.Length);
            Assert.True(Inclusion.Verify(leaf, index, tree.Size, path, tree.Root));
        }

        Assert.All(Leaves(300, "other"), other =>
        {
            Assert.False(tree.TryProve(other, out int index, out Hash32[] path));
            Assert.Equal((-1, 0), (index, path.Length));
        });
    }

    [Fact]
    public void Build_OfOneMoreThanTheSmallestHolds_TakesSixteenTimesAsMany()
    {
        Hash32[] leaves = Leaves(PaddedTree.SmallestSize + 1, "leaf");
        PaddedTree tree = PaddedTree.Build(leaves, Seed(3), Label, Context);
        Assert.Equal(16 * PaddedTree.SmallestSize, tree.Size);
        Assert.True(tree.TryProve(leaves[^1], out int index, out Hash32[] path));
        Assert.Equal(20, path.Length);
        Assert.True(Inclusion.Verify(leaves[^1], index, tree.Size, path, tree.Root));
    }

    [Fact]
    public void Build_OfAnotherOrderSeedLabelOrContext_GivesTheSameOrAnotherTree()
    {
        Hash32[] leaves = Leaves(10, "leaf");
        Hash32 root = PaddedTree.Build(leaves, Seed(4), Label, Context).Root;
        Assert.Equal(root, PaddedTree.Build([.. leaves.Reverse()], Seed(4), Label, Context).Root);
        Assert.NotEqual(root, PaddedTree.Build(leaves, Seed(5), Label, Context).Root);
        Assert.NotEqual(root, PaddedTree.Build(leaves, Seed(4), "other"u8, Context).Root);
        Assert.NotEqual(root, PaddedTree.Build(leaves, Seed(4), Label, "2014-01-16"u8).Root);
        Assert.NotEqual(root, PaddedTree.Build(leaves[1..], Seed(4), Label, Context).Root);
        Assert.Throws<ArgumentException>(() => PaddedTree.Build(leaves, Seed(4).AsSpan(1), Label, Context));
    }

    [Fact]
    public void Sizes_AreThePowersThatTheFormatHas() =>
        Assert.Equal(
            [65_536L, 1_048_576, 16_777_216, 268_435_456],
            Enumerable.Range(0, 62).Select(i => 1L << i).SelectMany(size => (long[])[size - 1, size, size + 1]).Distinct().Where(PaddedTree.IsSize));

    // The attacker holds proofs of a leaf of its own a day and asks how many leaves are meant, by the place of its leaf among all.
    [Fact]
    public void Attacker_WithProofsOfItsOwn_TellsNoFullDayFromAnEmptyOne()
    {
        (double few, double many) = (MeanPlace(1, PaddedTree.Build), MeanPlace(500, PaddedTree.Build));

        // Mean of 24 uniform places: 0.5 with a standard deviation of 0.059; five of them are passed once in 10^6.
        Assert.InRange(few, 0.205, 0.795);
        Assert.InRange(many, 0.205, 0.795);
    }

    [Fact]
    public void Attacker_AgainstATreeWhoseDummiesStandLast_SeesHowManyThereAre()
    {
        Assert.InRange(MeanPlace(500, (leaves, seed, label, context) => null), 0, 0.01);
    }

    private static double MeanPlace(int meant, Builder build)
    {
        double sum = 0;
        const int Days = 24;
        for (int day = 0; day < Days; day++)
        {
            Hash32[] leaves = Leaves(meant, $"day {day} of {meant}");
            PaddedTree? tree = build(leaves, Seed(day), Label, Encoding.ASCII.GetBytes($"day {day}"));
            int place = tree is null ? Array.IndexOf(leaves, leaves[^1]) : tree.TryProve(leaves[^1], out int index, out _) ? index : -1;
            Assert.True(place >= 0);
            sum += place / (double)PaddedTree.SmallestSize;
        }

        return sum / Days;
    }

    private delegate PaddedTree? Builder(IReadOnlyList<Hash32> leaves, ReadOnlySpan<byte> seed, ReadOnlySpan<byte> label, ReadOnlySpan<byte> context);

    private static byte[] Seed(int number) => SHA256.HashData(Encoding.ASCII.GetBytes($"seed {number}"));

    private static Hash32[] Leaves(int count, string name) =>
        [.. Enumerable.Range(0, count).Select(i => MerkleHash.Leaf(Encoding.ASCII.GetBytes($"{name} {i}")))];

    // NIST SP 800-108r1, section 4.1: K(i) = HMAC(key, [i] || label || 0x00 || context || [L]), with 32-bit numbers and L in bits.
    private static IEnumerable<Hash32> SlowDummies(byte[] seed, int count)
    {
        for (int i = 1; i <= count; i++)
        {
            byte[] input = new byte[4 + Label.Length + 1 + Context.Length + 4];
            BinaryPrimitives.WriteInt32BigEndian(input, i);
            Label.CopyTo(input, 4);
            Context.CopyTo(input, 4 + Label.Length + 1);
            BinaryPrimitives.WriteInt32BigEndian(input.AsSpan(input.Length - 4), count * 256);
            yield return new Hash32(HMACSHA256.HashData(seed, input));
        }
    }
}
