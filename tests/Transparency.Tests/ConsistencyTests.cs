using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class ConsistencyTests
{
    [Fact]
    public void Proof_OfEveryPairOfSizesTo300_IsTheModelsAndHolds()
    {
        for (var newSize = 0; newSize <= Tree300.Size; newSize++)
        {
            var newRoot = Tree300.Root(newSize);
            for (var oldSize = 0; oldSize <= newSize; oldSize++)
            {
                var proof = Consistency.Build(oldSize, newSize, Tree300.Read);
                var expected = oldSize == 0 ? [] : Tree300.Model.Proof(oldSize, newSize);
                Assert.Equal(expected.Select(h => new Hash32(h)), proof);
                Assert.True(Consistency.Verify(oldSize, Tree300.Root(oldSize), newSize, newRoot, proof));
            }
        }
    }

    [Fact]
    public void Proof_Mutated_DoesNotHold()
    {
        foreach (var newSize in Enumerable.Range(1, 34).Concat([64, 65, 127, 255, 256, 257, 300]))
        {
            for (var oldSize = 1; oldSize <= newSize; oldSize += newSize > 40 ? 13 : 1)
            {
                AssertMutationsFail(oldSize, newSize);
            }
        }
    }

    private static void AssertMutationsFail(int oldSize, int newSize)
    {
        var (oldRoot, newRoot) = (Tree300.Root(oldSize), Tree300.Root(newSize));
        var proof = Consistency.Build(oldSize, newSize, Tree300.Read);
        Assert.All(
            ProofMutations.Of(proof), bad => Assert.False(Consistency.Verify(oldSize, oldRoot, newSize, newRoot, bad)));
        Assert.False(Consistency.Verify(oldSize, ProofMutations.Flip(oldRoot, 9), newSize, newRoot, proof));
        Assert.False(Consistency.Verify(oldSize, oldRoot, newSize, ProofMutations.Flip(newRoot, 9), proof));
        foreach (var other in new[] { oldSize - 1, oldSize + 1 }.Where(s => s <= newSize))
        {
            Assert.False(Consistency.Verify(other, Tree300.Root(other), newSize, newRoot, proof.Length == 0 ? [oldRoot] : proof));
        }

        foreach (var other in new[] { newSize - 1, newSize + 1 }.Where(s => s > oldSize && s <= Tree300.Size))
        {
            Assert.False(Consistency.Verify(oldSize, oldRoot, other, Tree300.Root(other), proof));
        }
    }

    [Fact]
    public void Verify_OfTenThousandRandomClaims_AgreesWithTheModel()
    {
        var random = new SeededBytes("consistency claims");
        var held = 0;
        for (var i = 0; i < 10_000; i++)
        {
            var newSize = 1 + random.Below(Tree300.Size);
            var oldSize = 1 + random.Below(newSize);
            var proof = Consistency.Build(oldSize, newSize, Tree300.Read);
            var bad = random.Below(2) == 0 ? proof : ProofMutations.Of(proof).ElementAt(random.Below(2 + proof.Length));
            var claimedOld = random.Below(4) == 0 ? Math.Max(1, oldSize + random.Below(3) - 1) : oldSize;
            var claimedNew = random.Below(4) == 0 ? newSize + random.Below(5) - 2 : newSize;
            var (oldRoot, newRoot) = (Tree300.Root(oldSize), Tree300.Root(newSize));
            var expected = claimedOld > claimedNew ? null : Rfc6962Model.RootsOfSubproof(
                claimedOld, claimedNew, true, oldRoot.ToArray(), [.. bad.Select(h => h.ToArray())]);
            var holds = expected is { } roots && new Hash32(roots.Old) == oldRoot && new Hash32(roots.New) == newRoot;
            Assert.Equal(holds, Consistency.Verify(claimedOld, oldRoot, claimedNew, newRoot, bad));
            held += holds ? 1 : 0;
        }

        Assert.InRange(held, 2_000, 8_000);
    }

    [Fact]
    public void Verify_OfExtremeNumbersAndLengths_IsFalseAndNeverThrows()
    {
        long[] numbers = [long.MinValue, -1, 0, 1, 2, 255, 256, 1L << 62, (1L << 62) + 1, long.MaxValue - 1, long.MaxValue];
        var lengths = new[] { 0, 1, 2, 63, 64, 65, 1000 }.Select(n => Enumerable.Repeat(Tree300.Leaves[7], n).ToArray()).ToList();
        foreach (var oldSize in numbers)
        {
            foreach (var newSize in numbers)
            {
                Assert.All(lengths, proof => Assert.False(
                    Consistency.Verify(oldSize, Tree300.Root(299), newSize, Tree300.Root(300), proof)));
            }
        }
    }

    [Fact]
    public void Verify_OfAHashBeyondTheRoots_IsFalseThoughTheHashesWouldLeadToBoth()
    {
        var beyond = Tree300.Leaves[0];
        foreach (var (oldSize, newSize) in new[] { (3, 4), (3, 7), (5, 6), (6, 11), (7, 8), (200, 300) })
        {
            var proof = Consistency.Build(oldSize, newSize, Tree300.Read);
            Assert.False(Consistency.Verify(
                oldSize,
                MerkleHash.Node(beyond, Tree300.Root(oldSize)),
                newSize,
                MerkleHash.Node(beyond, Tree300.Root(newSize)),
                [.. proof, beyond]));
        }
    }

    [Theory]
    [InlineData(-1, 5)]
    [InlineData(6, 5)]
    public void Build_OfNoPrefix_IsTheCallersBug(long oldSize, long newSize) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Consistency.Build(oldSize, newSize, Tree300.Read));
}
