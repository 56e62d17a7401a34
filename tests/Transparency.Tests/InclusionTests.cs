using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class InclusionTests
{
    [Fact]
    public void Proof_OfEveryIndexAndSizeTo300_IsTheModelsAndHolds()
    {
        for (var size = 1; size <= Tree300.Size; size++)
        {
            var root = Tree300.Root(size);
            for (var index = 0; index < size; index++)
            {
                var proof = Inclusion.Build(index, size, Tree300.Read);
                Assert.Equal(Tree300.Model.Path(index, size).Select(h => new Hash32(h)), proof);
                Assert.True(Inclusion.Verify(Tree300.Leaves[index], index, size, proof, root));
            }
        }
    }

    [Fact]
    public void Proof_Mutated_DoesNotHold()
    {
        foreach (var size in Enumerable.Range(1, 34).Concat([64, 65, 127, 255, 256, 257, 300]))
        {
            for (var index = 0; index < size; index += size > 40 ? 13 : 1)
            {
                AssertMutationsFail(index, size);
            }
        }
    }

    private static void AssertMutationsFail(int index, int size)
    {
        var (leaf, root) = (Tree300.Leaves[index], Tree300.Root(size));
        var proof = Inclusion.Build(index, size, Tree300.Read);
        Assert.All(ProofMutations.Of(proof), bad => Assert.False(Inclusion.Verify(leaf, index, size, bad, root)));
        Assert.False(Inclusion.Verify(ProofMutations.Flip(leaf, 3), index, size, proof, root));
        Assert.False(Inclusion.Verify(leaf, index, size, proof, ProofMutations.Flip(root, 3)));
        for (var other = -1; other <= size; other++)
        {
            Assert.Equal(other == index, Inclusion.Verify(leaf, other, size, proof, root));
        }

        foreach (var other in new[] { size - 1, size + 1, 2 * size }.Where(s => s is > 0 and <= Tree300.Size && s != size))
        {
            Assert.False(Inclusion.Verify(leaf, index, other, proof, Tree300.Root(other)));
        }
    }

    [Fact]
    public void Verify_OfTenThousandRandomClaims_AgreesWithTheModel()
    {
        var random = new SeededBytes("inclusion claims");
        var held = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var size = 1 + random.Below(Tree300.Size);
            var index = random.Below(size);
            var proof = Inclusion.Build(index, size, Tree300.Read);
            var bad = random.Below(2) == 0 ? proof : ProofMutations.Of(proof).ElementAt(random.Below(2 + proof.Length));
            // A size alone is not fixed by a proof: where the shape of the path is the same, the same hashes lead to the same root.
            var claimedIndex = random.Below(4) == 0 ? index + random.Below(3) - 1 : index;
            var claimedSize = random.Below(4) == 0 ? size + random.Below(5) - 2 : size;
            var expected = Rfc6962Model.RootOfPath(
                Tree300.Leaves[index].ToArray(), claimedIndex, claimedSize, [.. bad.Select(h => h.ToArray())]);
            var holds = expected is not null && new Hash32(expected) == Tree300.Root(size);
            Assert.Equal(holds, Inclusion.Verify(Tree300.Leaves[index], claimedIndex, claimedSize, bad, Tree300.Root(size)));
            held += holds ? 1 : 0;
        }

        Assert.InRange(held, 2_000, 8_000);
    }

    [Fact]
    public void Proof_InTheLargestTree_HoldsAndHas63Hashes()
    {
        // A tree of equal leaves has one hash a height, so that its nodes can be worked out at any size.
        var heights = new Hash32[63];
        heights[0] = Tree300.Leaves[0];
        for (var h = 1; h < heights.Length; h++)
        {
            heights[h] = MerkleHash.Node(heights[h - 1], heights[h - 1]);
        }

        Hash32 Read(int height, long index) => heights[height];
        var root = MerkleTree.Root(long.MaxValue, Read);
        foreach (var index in new[] { 0, 1, 255, 1L << 40, long.MaxValue - 2, long.MaxValue - 1 })
        {
            var proof = Inclusion.Build(index, long.MaxValue, Read);
            Assert.InRange(proof.Length, 62, 63);
            Assert.True(Inclusion.Verify(heights[0], index, long.MaxValue, proof, root));
            Assert.False(Inclusion.Verify(heights[0], index, long.MaxValue, proof, heights[3]));
        }
    }

    [Fact]
    public void Verify_OfExtremeNumbersAndLengths_IsFalseAndNeverThrows()
    {
        long[] numbers = [long.MinValue, -2, -1, 0, 1, 2, 255, 256, int.MaxValue, 1L << 62, (1L << 62) + 1, long.MaxValue - 1, long.MaxValue];
        var lengths = new[] { 0, 1, 2, 62, 63, 64, 65, 1000 }.Select(n => Enumerable.Repeat(Tree300.Leaves[7], n).ToArray()).ToList();
        foreach (var index in numbers)
        {
            foreach (var size in numbers)
            {
                Assert.All(lengths, proof => Assert.False(Inclusion.Verify(Tree300.Leaves[0], index, size, proof, Tree300.Root(300))));
            }
        }
    }

    [Fact]
    public void Verify_OfAHashBeyondTheRoot_IsFalseThoughTheHashesWouldLeadToTheRoot()
    {
        // The claimed tree has no room for the last hash: an entry of a larger tree may not pass for one of a smaller.
        var beyond = Tree300.Leaves[0];
        for (var size = 1; size <= 40; size++)
        {
            var root = MerkleHash.Node(beyond, Tree300.Root(size));
            var proof = Inclusion.Build(size - 1, size, Tree300.Read);
            Assert.False(Inclusion.Verify(Tree300.Leaves[size - 1], size - 1, size, [.. proof, beyond], root));
        }
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(-1, 5)]
    [InlineData(5, 5)]
    [InlineData(0, -1)]
    public void Build_OutsideOfTheTree_IsTheCallersBug(long index, long size) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Inclusion.Build(index, size, Tree300.Read));
}
