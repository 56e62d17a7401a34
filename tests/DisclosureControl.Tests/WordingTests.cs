namespace Broker.DisclosureControl.Tests;

public sealed class WordingTests
{
    private static readonly CellKey Key = new(CellGroup.Area, 3);

    private static TierCell Shown(long about, long low, long high, double variance = 16) =>
        new(Key, CellStatus.Published, about, low, high, variance);

    [Fact]
    public void Sentence_OfAPublishedCell_SaysNumberAndRange()
    {
        Assert.Equal(
            "About 42 separate sources reported killings in Bangui in this period (likely between 21 and 64).",
            Wording.Sentence(Shown(42, 21, 64), "killings", "in Bangui", "in this period"));
        Assert.Equal("about 1 (likely between 0 and 9)", Wording.Number(Shown(1, 0, 9)));
        Assert.StartsWith("About 1 separate source reported", Wording.Sentence(Shown(1, 0, 9), "a", "b", "c"), StringComparison.Ordinal);
    }

    [Fact]
    public void Sentence_OfASuppressedCell_IsTheSameWhateverTheCause()
    {
        var cell = new TierCell(Key, CellStatus.Suppressed, 0, 0, 0, 16);
        Assert.Equal(
            "Separate sources that reported killings in Bangui in this period: too few to say, or none.",
            Wording.Sentence(cell, "killings", "in Bangui", "in this period"));
        Assert.Equal("too few to say, or none", Wording.Number(cell));
        Assert.Throws<ArgumentException>(() => Wording.Range(cell));
    }

    [Fact]
    public void Number_OfACellOutsideTheTier_SaysSo() =>
        Assert.Equal("not part of this table", Wording.Number(new TierCell(Key, CellStatus.NotInTier, 0, 0, 0, 0)));

    [Theory]
    [InlineData(11, false, "")]
    [InlineData(12, true, "more than in the previous period")]
    [InlineData(-11, false, "")]
    [InlineData(-12, true, "fewer than in the previous period")]
    public void TryChange_ADifference_IsWordedOnlyBeyondTheNoise(long difference, bool worded, string words)
    {
        // 1.96·√(16 + 16) = 11.09
        Assert.Equal(worded, Wording.TryChange(Shown(100, 90, 110), Shown(100 + difference, 0, 200), 1, out var said));
        Assert.Equal(words, said);
    }

    [Fact]
    public void TryChange_ADifferenceThatRoundingCouldMake_IsNotWorded()
    {
        var (earlier, later) = (Shown(100, 90, 110), Shown(130, 120, 140));
        Assert.True(Wording.TryChange(earlier, later, 1, out _));
        Assert.False(Wording.TryChange(earlier, later, 30, out _));
    }

    [Fact]
    public void TryChange_ACellThatIsHiddenOrAnother_IsNotWorded()
    {
        var hidden = new TierCell(Key, CellStatus.Suppressed, 0, 0, 0, 16);
        Assert.False(Wording.TryChange(hidden, Shown(90, 80, 100), 1, out _));
        Assert.False(Wording.TryChange(Shown(90, 80, 100), hidden, 1, out _));
        Assert.False(Wording.TryChange(Shown(1, 0, 9), Shown(90, 80, 100) with { Key = new(CellGroup.Country) }, 1, out _));
    }

    [Fact]
    public void HardFloorSentence_OfAFloor_NamesIt()
    {
        Assert.StartsWith("Behind each number shown stand at least 10 separate sources. ", Wording.HardFloorSentence(10), StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Wording.HardFloorSentence(0));
    }
}
