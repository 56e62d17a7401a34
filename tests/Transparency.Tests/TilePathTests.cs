namespace Broker.Transparency.Tests;

public sealed class TilePathTests
{
    [Theory]
    [InlineData(-1, 0, 1)]
    [InlineData(64, 0, 1)]
    [InlineData(0, -1, 1)]
    [InlineData(0, 0, 0)]
    [InlineData(0, 0, 257)]
    public void Hashes_OfNoSuchTile_IsTheCallersBug(int level, long index, int width) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TilePath.Hashes(level, index, width));

    [Fact]
    public void AllOf_TheSpecificationsExampleOf70000_IsWhatItSays()
    {
        var tiles = TilePath.AllOf(70_000).Where(p => !p.IsEntries).ToList();

        Assert.Equal(273, tiles.Count(p => p is { Level: 0, Width: 256 }));
        Assert.Equal([(0, 112), (1, 17), (2, 1)], tiles.Where(p => p.Width < 256).Select(p => (p.Level, p.Width)));
        Assert.Equal(1, tiles.Count(p => p is { Level: 1, Width: 256 }));
        Assert.Equal(277, tiles.Count);
    }

    [Fact]
    public void AllOf_TheSpecificationsExampleOf256_IsAFullTileAndOneOfWidthOne() =>
        Assert.Equal(["tile/entries/000", "tile/0/000", "tile/1/000.p/1"], TilePath.AllOf(256).Select(p => p.ToString()));

    [Fact]
    public void AllOf_NoEntries_IsNoFile() => Assert.Empty(TilePath.AllOf(0));
}
