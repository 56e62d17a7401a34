using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class EntryBundleTests
{
    [Theory]
    [MemberData(nameof(Vectors))]
    public void Bundle_IsReadAsItsVectorSays(string name)
    {
        var vector = VectorFiles.Cases("log", "entry-bundles.json").Single(c => c.GetProperty("name").GetString() == name);
        var bytes = Convert.FromHexString(vector.GetProperty("bundle").GetString()!);
        var isOk = vector.GetProperty("expect").GetString() == "ok";

        Assert.Equal(isOk, EntryBundle.TryParse(bytes, vector.GetProperty("width").GetInt32(), out var entries));
        if (entries is not null)
        {
            Assert.Equal(
                vector.GetProperty("entries").EnumerateArray().Select(e => e.GetString()),
                entries.Select(e => Convert.ToHexStringLower(e.Span)));
            Assert.Equal(bytes, EntryBundle.Format(entries));
        }
    }

    public static TheoryData<string> Vectors() =>
        [.. VectorFiles.Cases("log", "entry-bundles.json").Select(c => c.GetProperty("name").GetString()!)];

    [Fact]
    public void Format_OfAnEntryThatIsTooLong_IsTheCallersBug() =>
        Assert.Throws<ArgumentException>(() => EntryBundle.Format([new byte[EntryBundle.MaxEntryLength + 1]]));

    [Theory]
    [InlineData(0)]
    [InlineData(257)]
    public void Format_OfTooFewOrTooMany_IsTheCallersBug(int count) =>
        Assert.Throws<ArgumentException>(() => EntryBundle.Format([.. Enumerable.Repeat(ReadOnlyMemory<byte>.Empty, count)]));
}
