using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class TileWriterTests
{
    [Fact]
    public void Append_OneByOneTo600_HasTheModelsRootAndTheFilesOfItsSize()
    {
        var entries = Enumerable.Range(0, 600).Select(i => MemoryLog.Entry(i)).ToArray();
        var model = new Rfc6962Model(entries);
        var log = new MemoryLog();
        for (var size = 1; size <= entries.Length; size++)
        {
            log.Append(entries[size - 1]);
            Assert.Equal(size, log.Head.Size);
            Assert.Equal(model.Mth(0, size), log.Head.Root.ToArray());
            Assert.All(TilePath.AllOf(size), path => Assert.True(log.Files.ContainsKey(path.ToString())));
        }
    }

    [Fact]
    public void Append_InBatchesOfAnySize_GivesTheSameFilesAsAtOnce()
    {
        var random = new SeededBytes("batches");
        for (var round = 0; round < 20; round++)
        {
            var grown = new MemoryLog();
            for (var batch = 0; batch < 6; batch++)
            {
                var start = (int)grown.Head.Size;
                grown.Append([.. Enumerable.Range(start, random.Below(300)).Select(i => MemoryLog.Entry(i))]);
            }

            var atOnce = MemoryLog.OfSize((int)grown.Head.Size);
            Assert.Equal(atOnce.Head, grown.Head);
            Assert.All(TilePath.AllOf(grown.Head.Size), path =>
                Assert.Equal(atOnce.Files[path.ToString()], grown.Files[path.ToString()]));
        }
    }

    [Fact]
    public void Append_Past65536_FillsATileOfTheSecondLevel()
    {
        var log = MemoryLog.OfSize(65_530);
        log.Append([.. Enumerable.Range(65_530, 10).Select(i => MemoryLog.Entry(i))]);

        Assert.Equal(MerkleTree.Root([.. log.Entries.Select(e => MerkleHash.Leaf(e))]), log.Head.Root);
        Assert.Equal(256 * 32, log.Files["tile/1/000"].Length);
        Assert.Equal(32, log.Files["tile/2/000.p/1"].Length);
        Assert.True(log.Check().IsClean);
    }

    [Fact]
    public void Append_OfNothing_ChangesNothing()
    {
        var log = MemoryLog.OfSize(300);
        Assert.True(TileWriter.TryAppend(log.Head, [], log.Read, out var growth, out _));
        Assert.Equal(log.Head, growth.Head);
        Assert.Empty(growth.Files);
        Assert.True(TileWriter.TryAppend(TreeHead.Empty, [], _ => null, out var empty, out _));
        Assert.Equal(TreeHead.Empty, empty.Head);
    }

    [Fact]
    public void Append_WritesNoFileThatExists()
    {
        // MemoryLog adds files to a dictionary, which throws for a path that it has.
        var log = new MemoryLog();
        for (var i = 0; i < 520; i += 4)
        {
            log.Append([.. Enumerable.Range(i, 4).Select(n => MemoryLog.Entry(n))]);
        }

        Assert.True(log.Check().IsClean);
    }

    [Theory]
    [InlineData("tile/entries/002.p/8", LogFault.BundleMissing, LogFault.BundleMalformed, LogFault.TileMismatch)]
    [InlineData("tile/0/002.p/8", LogFault.TileMissing, LogFault.TileMalformed, LogFault.RootMismatch)]
    [InlineData("tile/1/000.p/2", LogFault.TileMissing, LogFault.TileMalformed, LogFault.RootMismatch)]
    public void Append_ToADamagedEdge_IsRefused(string path, LogFault missing, LogFault cut, LogFault changed)
    {
        var log = MemoryLog.OfSize(520);
        var content = log.Files[path];

        Assert.Equal(changed, FaultWith(log, path, [.. content[..^1], (byte)(content[^1] ^ 1)]));
        Assert.Equal(cut, FaultWith(log, path, content[..^1]));
        Assert.Equal(missing, FaultWith(log, path, null));
        Assert.Equal(LogFault.None, FaultWith(log, path, content));
    }

    [Fact]
    public void Append_OverAnotherHead_IsRefused()
    {
        var log = MemoryLog.OfSize(520);
        var forged = log.Head with { Root = Tree300.Root(5) };
        Assert.False(TileWriter.TryAppend(forged, [], log.Read, out var growth, out var fault));
        Assert.Equal((null, LogFault.RootMismatch), (growth, fault));
    }

    private static LogFault FaultWith(MemoryLog log, string path, byte[]? content)
    {
        TileWriter.TryAppend(
            log.Head, [MemoryLog.Entry(520)], p => p == path ? content : log.Read(p), out var growth, out var fault);
        Assert.Equal(fault == LogFault.None, growth is not null);
        return fault;
    }

    [Fact]
    public void Append_OfTheLongestEntry_IsTakenAndOfALongerOneIsTheCallersBug()
    {
        Assert.True(MemoryLog.Of([new byte[EntryBundle.MaxEntryLength], []]).Check().IsClean);
        Assert.Throws<ArgumentException>(() => new MemoryLog().Append(new byte[EntryBundle.MaxEntryLength + 1]));
    }
}
