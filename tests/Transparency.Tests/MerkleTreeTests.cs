using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class MerkleTreeTests
{
    [Fact]
    public void Root_OfEverySizeTo300_IsThatOfTheModel()
    {
        for (var size = 0; size <= 300; size++)
        {
            Assert.Equal(Tree300.Model.Mth(0, size), MerkleTree.Root(Tree300.Leaves.AsSpan(0, size)).ToArray());
            Assert.Equal(Tree300.Model.Mth(0, size), MerkleTree.Root(size, Tree300.Read).ToArray());
        }
    }

    [Fact]
    public void Root_OfNegativeSize_IsTheCallersBug() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => MerkleTree.Root(-1, Tree300.Read));

    [Fact]
    public void Leaf_OfTwoHashesJoined_IsNotTheirNode()
    {
        var (left, right) = (Tree300.Leaves[0], Tree300.Leaves[1]);
        Assert.NotEqual(MerkleHash.Node(left, right), MerkleHash.Leaf([.. left.ToArray(), .. right.ToArray()]));
        Assert.NotEqual(MerkleHash.Node(left, right), MerkleHash.Leaf([1, .. left.ToArray(), .. right.ToArray()]));
    }

    [Theory]
    [InlineData("")]
    [InlineData("00")]
    [InlineData("E3B0C44298FC1C149AFBF4C8996FB92427AE41E4649B934CA495991B7852B855")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b8555")]
    [InlineData("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b85g")]
    [InlineData(" 3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")]
    public void HashHex_NotCanonical_IsRefused(string text) => Assert.False(Hash32.TryParseHex(text, out _));

    [Fact]
    public void Hash_ThroughItsTexts_IsTheSame()
    {
        foreach (var hash in Tree300.Leaves)
        {
            Assert.True(Hash32.TryParseHex(hash.ToString(), out var fromHex));
            Assert.True(Hash32.TryParseBase64(hash.ToBase64(), out var fromBase64));
            Assert.Equal((hash, hash), (fromHex, fromBase64));
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(31)]
    [InlineData(33)]
    public void Hash_OfOtherLength_IsTheCallersBug(int length) =>
        Assert.Throws<ArgumentException>(() => new Hash32(new byte[length]));
}
