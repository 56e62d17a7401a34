namespace Broker.Transparency.Tests;

public sealed class VerifierKeyTests
{
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
