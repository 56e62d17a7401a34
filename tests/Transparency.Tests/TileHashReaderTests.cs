using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class TileHashReaderTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(600)]
    public void Proofs_OutOfTiles_AreTheModels(int size)
    {
        var log = MemoryLog.OfSize(size);
        var model = new Rfc6962Model(log.Entries);
        Assert.True(TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _));
        for (var i = 0; i < size; i += size > 300 ? 11 : 1)
        {
            Assert.Equal(model.Path(i, size).Select(h => new Hash32(h)), Inclusion.Build(i, size, reader.Read));
            Assert.Equal(model.Proof(i + 1, size).Select(h => new Hash32(h)), Consistency.Build(i + 1, size, reader.Read));
        }
    }

    [Fact]
    public void Proofs_OfALogOfThreeLevels_Hold()
    {
        var log = MemoryLog.OfSize(66_000);
        Assert.True(TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _));
        foreach (var i in new[] { 0, 255, 256, 65_535, 65_536, 65_791, 65_792, 65_999 })
        {
            var proof = Inclusion.Build(i, 66_000, reader.Read);
            Assert.True(Inclusion.Verify(MerkleHash.Leaf(log.Entries[i]), i, 66_000, proof, log.Head.Root));
        }

        Assert.Equal(log.Head.Root, MerkleTree.Root(66_000, reader.Read));
    }

    [Fact]
    public void Read_OfAChangedFullTile_Throws()
    {
        var log = MemoryLog.OfSize(66_000);
        foreach (var path in new[] { "tile/0/003", "tile/1/000", "tile/0/255" })
        {
            var content = log.Files[path];
            Assert.Equal(LogFault.TileMismatch, FaultWith(log, path, [(byte)(content[0] ^ 1), .. content[1..]]));
            Assert.Equal(LogFault.TileMismatch, FaultWith(log, path, [.. content[32..64], .. content[..32], .. content[64..]]));
            Assert.Equal(LogFault.TileMalformed, FaultWith(log, path, content[..^32]));
            Assert.Equal(LogFault.TileMissing, FaultWith(log, path, null));
        }
    }

    private static LogFault FaultWith(MemoryLog log, string path, byte[]? content)
    {
        Assert.True(TileHashReader.TryOpen(log.Head, p => p == path ? content : log.Read(p), out var reader, out _));
        Assert.True(TilePath.TryParse(path, out var tile));
        var failure = Assert.Throws<LogCorruptException>(() => reader.Read(8 * tile.Level, tile.Index * 256));
        Assert.Equal(path, failure.Path.ToString());
        return failure.Fault;
    }

    [Fact]
    public void Open_OverAnotherRoot_IsRefused()
    {
        var log = MemoryLog.OfSize(300);
        Assert.False(TileHashReader.TryOpen(log.Head with { Root = Tree300.Root(3) }, log.Read, out var reader, out var fault));
        Assert.Equal((null, LogFault.RootMismatch), (reader, fault));
    }

    [Theory]
    [InlineData(0, 300)]
    [InlineData(0, -1)]
    [InlineData(1, 150)]
    [InlineData(8, 1)]
    [InlineData(9, 0)]
    [InlineData(62, 0)]
    [InlineData(63, 0)]
    [InlineData(-1, 0)]
    public void Read_OutsideOfTheTree_IsTheCallersBug(int height, long index)
    {
        var log = MemoryLog.OfSize(300);
        Assert.True(TileHashReader.TryOpen(log.Head, log.Read, out var reader, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.Read(height, index));
    }
}
