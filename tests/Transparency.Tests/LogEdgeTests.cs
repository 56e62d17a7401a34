using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class LogEdgeTests
{
    [Fact]
    public void Edge_KeptBetweenAppends_HasTheFilesAndHeadsOfAWriterThatReadsThemEachTime()
    {
        var random = new SeededBytes("edge");
        var log = new MemoryLog();
        Assert.True(LogEdge.TryRead(TreeHead.Empty, log.Read, out var edge, out _));
        for (var batch = 0; batch < 60; batch++)
        {
            var first = log.Entries.Count;
            byte[][] entries = [.. Enumerable.Range(first, random.Below(40)).Select(i => MemoryLog.Entry(i))];
            log.Append(entries);
            var files = new List<LogFile>();
            foreach (var entry in entries)
            {
                edge.Append(MerkleHash.Leaf(entry), files);
            }

            Assert.Equal(log.Head, edge.Head);
            Assert.All(files.Concat(edge.Partials()), file => Assert.Equal(log.Files[file.Path.ToString()], file.Content.ToArray()));
            Assert.Equal((first + entries.Length) / 256 - (first / 256), files.Count(file => file.Path.Level == 0));
            Assert.Equal(TilePath.AllOf(log.Head.Size).Count(path => !path.IsEntries && path.Width < 256), edge.Partials().Count());
            Assert.Equal(edge.Partials().Where(file => file.Path.Level > 0).Select(file => file.Path), edge.Partials(1).Select(file => file.Path));
        }
    }

    [Fact]
    public void Head_AskedAfterEachLeaf_IsTheModelsAndNeverTheOneBefore()
    {
        Assert.True(LogEdge.TryRead(TreeHead.Empty, _ => null, out var edge, out _));
        for (var size = 0; size < 300; size++)
        {
            Assert.Equal(new TreeHead(size, Tree300.Root(size)), edge.Head);
            Assert.Equal(edge.Head, edge.Head);
            edge.Append(Tree300.Leaves[size], []);
        }
    }

    [Fact]
    public void Copy_OfAnEdge_IsApartFromIt()
    {
        var log = MemoryLog.OfSize(255);
        Assert.True(LogEdge.TryRead(log.Head, log.Read, out var edge, out _));
        var copy = edge.Copy();
        var tiles = new List<LogFile>();
        copy.Append(Tree300.Leaves[255], tiles);
        copy.Append(Tree300.Leaves[256], tiles);

        Assert.Equal((log.Head, new TreeHead(257, Tree300.Root(257))), (edge.Head, copy.Head));
        Assert.Equal("tile/0/000", Assert.Single(tiles).Path.ToString());
        edge.Append(Tree300.Leaves[255], tiles);
        Assert.Equal((256L, 257L), (edge.Head.Size, copy.Head.Size));
        Assert.Equal(Tree300.Root(256), edge.Head.Root);
    }

    [Theory]
    [InlineData("tile/0/002.p/8")]
    [InlineData("tile/1/000.p/2")]
    public void Read_OfADamagedEdge_IsRefused(string path)
    {
        var log = MemoryLog.OfSize(520);
        var content = log.Files[path];
        Assert.Equal(LogFault.TileMissing, FaultWith(log, path, null));
        Assert.Equal(LogFault.TileMalformed, FaultWith(log, path, content[..^1]));
        Assert.Equal(LogFault.RootMismatch, FaultWith(log, path, [.. content[..^1], (byte)(content[^1] ^ 1)]));
        Assert.Equal(LogFault.None, FaultWith(log, path, content));
    }

    private static LogFault FaultWith(MemoryLog log, string path, byte[]? content)
    {
        var isRead = LogEdge.TryRead(log.Head, p => p == path ? content : log.Read(p), out var edge, out var fault);
        Assert.Equal((isRead, isRead), (fault == LogFault.None, edge is not null));
        return fault;
    }
}
