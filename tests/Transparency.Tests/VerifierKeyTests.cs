using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class VerifierKeyTests
{
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Key_IsReadAsItsVectorSays(string name)
    {
        var vector = VectorFiles.Cases("note", "verifier-keys.json").Single(c => c.GetProperty("name").GetString() == name);
        var text = vector.GetProperty("text").GetString()!;

        Assert.Equal(vector.GetProperty("expect").GetString() == "ok", VerifierKey.TryParse(text, out var key));
        if (key is not null)
        {
            Assert.Equal(text, key.ToString());
        }
    }

    public static TheoryData<string> Vectors() =>
        [.. VectorFiles.Cases("note", "verifier-keys.json").Select(c => c.GetProperty("name").GetString()!)];

    [Fact]
    public void Key_PublishedAsBad_IsRefused() => Assert.All(
        VectorFiles.Cases("note", "signed-note.json", "bad_vkeys"),
        bad => Assert.False(VerifierKey.TryParse(bad.GetString(), out _)));

    [Fact]
    public void Key_OfNoText_IsRefused() => Assert.False(VerifierKey.TryParse(null, out _));

    [Theory]
    [InlineData("")]
    [InlineData("a b")]
    [InlineData("a+b")]
    [InlineData("a\nb")]
    public void Key_OfAnUnfitName_IsTheCallersBug(string name) =>
        Assert.Throws<ArgumentException>(() => new VerifierKey(name, new byte[32]));

    [Theory]
    [InlineData(31)]
    [InlineData(33)]
    public void Key_OfOtherLength_IsTheCallersBug(int length) =>
        Assert.Throws<ArgumentException>(() => new VerifierKey("log.example", new byte[length]));
}
