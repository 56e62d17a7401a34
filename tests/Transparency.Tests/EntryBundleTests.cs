namespace Broker.Transparency.Tests;

public sealed class EntryBundleTests
{
    [Fact]
    public void Format_OfAnEntryThatIsTooLong_IsTheCallersBug() =>
        Assert.Throws<ArgumentException>(() => EntryBundle.Format([new byte[EntryBundle.MaxEntryLength + 1]]));

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Format_OfTooFewOrTooMany_IsTheCallersBug(int count) =>
        Assert.Throws<ArgumentException>(() => EntryBundle.Format([.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, count)]));
}
