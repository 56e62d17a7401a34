using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class LogEdgeModelTests
{
    private static LogEdge Of(IEnumerable<byte[]> entries, ICollection<LogFile>? tiles = null)
    {
        var edge = new LogEdge();
        foreach (var entry in entries)
        {
            edge.Append(MerkleHash.Leaf(entry), tiles ?? []);
        }

        return edge;
    }

    [Fact]
    public void Append_OneByOneTo700_HasTheModelsRootEachTime()
    {
        var entries = Enumerable.Range(0, 700).Select(i => MemoryLog.Entry(i)).ToArray();
        var model = new Rfc6962Model(entries);
        var edge = new LogEdge();
        Assert.Equal(TreeHead.Empty, edge.Head);
        for (var size = 1; size <= entries.Length; size++)
        {
            edge.Append(MerkleHash.Leaf(entries[size - 1]), []);
            Assert.Equal((size, size), (edge.Size, edge.Head.Size));
            Assert.Equal(model.Mth(0, size), edge.Head.Root.ToArray());
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(700)]
    [InlineData(65_536)]
    [InlineData(66_100)]
    public void Tiles_FullAndPartial_AreTheFilesOfTheLog(int size)
    {
        var log = MemoryLog.OfSize(size);
        var full = new List<LogFile>();
        var edge = Of(log.Entries, full);

        var expected = TilePath.AllOf(size).Where(path => !path.IsEntries).Select(path => path.ToString()).Order(StringComparer.Ordinal);
        Assert.Equal(expected, full.Concat(edge.Partials()).Select(file => file.Path.ToString()).Order(StringComparer.Ordinal));
        Assert.All(full.Concat(edge.Partials()), file => Assert.Equal(log.Files[file.Path.ToString()], file.Content.ToArray()));
        Assert.All(full, file => Assert.Equal(TilePath.FullWidth, file.Path.Width));
        Assert.Equal(edge.Partials().Where(file => file.Path.Level >= 1).Select(file => file.Path), edge.Partials(1).Select(file => file.Path));
        Assert.Empty(edge.Partials(8));
    }

    [Fact]
    public void Partials_ThatSomebodyHolds_StayThoseOfTheirMoment()
    {
        var log = MemoryLog.OfSize(520);
        var edge = Of(log.Entries);
        var held = edge.Partials();
        for (var i = 0; i < 300; i++)
        {
            edge.Append(MerkleHash.Leaf(MemoryLog.Entry(i, "later")), []);
        }

        Assert.Equal(["tile/0/002.p/8", "tile/1/000.p/2"], held.Select(file => file.Path.ToString()));
        Assert.All(held, file => Assert.Equal(log.Files[file.Path.ToString()], file.Content.ToArray()));
    }

    [Fact]
    public void Copy_AndItsOriginal_GrowApart()
    {
        var random = new SeededBytes("copies");
        for (var round = 0; round < 60; round++)
        {
            var common = Enumerable.Range(0, random.Below(600)).Select(i => MemoryLog.Entry(i)).ToList();
            var (left, right) = (new List<byte[]>(common), new List<byte[]>(common));
            var original = Of(common);
            _ = random.Below(2) == 0 ? original.Head : default;
            var copy = original.Copy();
            Assert.Equal(original.Head, copy.Head);
            for (var i = random.Below(300); i > 0; i--)
            {
                var (edge, entries) = random.Below(2) == 0 ? (original, left) : (copy, right);
                entries.Add(random.Next(9));
                edge.Append(MerkleHash.Leaf(entries[^1]), []);
            }

            Assert.Equal((Head(left), Head(right)), (original.Head, copy.Head));
            Assert.Equal(Of(left).Partials().Select(file => Convert.ToHexString(file.Content.Span)), original.Partials().Select(file => Convert.ToHexString(file.Content.Span)));
        }
    }

    private static TreeHead Head(List<byte[]> entries) => new(entries.Count, new Hash32(new Rfc6962Model(entries).Mth(0, entries.Count)));

    [Fact]
    public void Read_FromTheFiles_GoesOnAsIfItHadNeverStopped()
    {
        var random = new SeededBytes("restarts");
        for (var round = 0; round < 100; round++)
        {
            var size = random.Below(900);
            var log = MemoryLog.OfSize(size);
            Assert.True(LogEdge.TryRead(log.Head, log.Read, out var edge, out var fault));
            Assert.Equal((log.Head, LogFault.None), (edge.Head, fault));
            var more = Enumerable.Range(0, random.Below(400)).Select(_ => random.Next(5)).ToList();
            more.ForEach(entry => edge.Append(MerkleHash.Leaf(entry), []));
            Assert.Equal(Head([.. log.Entries, .. more]), edge.Head);
        }
    }

    [Fact]
    public void Read_OverDamagedFiles_NeverGivesAnEdge()
    {
        var random = new SeededBytes("damaged edges");
        foreach (var size in new[] { 1, 255, 257, 520, 700, 65_793 })
        {
            var log = MemoryLog.OfSize(size);
            foreach (var path in Of(log.Entries).Partials().Select(file => file.Path.ToString()))
            {
                var content = log.Files[path];
                Assert.Equal(LogFault.TileMissing, FaultWith(log, path, null));
                foreach (var other in new byte[][] { [], content[..^1], content[..^32], [.. content, 0], [.. content, .. content[..32]], new byte[8192] })
                {
                    Assert.Equal(other.Length == content.Length ? LogFault.RootMismatch : LogFault.TileMalformed, FaultWith(log, path, other));
                }

                for (var i = 0; i < 40; i++)
                {
                    var changed = (byte[])content.Clone();
                    changed[random.Below(changed.Length)] ^= (byte)(1 << random.Below(8));
                    Assert.Equal(LogFault.RootMismatch, FaultWith(log, path, changed));
                }
            }

            Assert.False(LogEdge.TryRead(log.Head with { Root = Tree300.Root(3) }, log.Read, out _, out var fault));
            Assert.Equal(LogFault.RootMismatch, fault);
        }

        Assert.False(LogEdge.TryRead(new TreeHead(0, Tree300.Root(3)), _ => null, out _, out _));
        Assert.Throws<ArgumentOutOfRangeException>(() => LogEdge.TryRead(new TreeHead(-1, MerkleHash.Empty), _ => null, out _, out _));
    }

    private static LogFault FaultWith(MemoryLog log, string path, byte[]? content)
    {
        Assert.False(LogEdge.TryRead(log.Head, p => p == path ? content : log.Read(p), out var edge, out var fault));
        Assert.Null(edge);
        return fault;
    }

    [Fact]
    public void Append_ToATreeAsLargeAsATreeCanBe_IsTheCallersBug()
    {
        // 2^63-1 leaves: seven partial tiles of 255 hashes and one of 127, all made up; the root follows from them.
        var tiles = Enumerable.Range(0, 8).Select(level => new SeededBytes($"level {level}").Next(32 * (level == 7 ? 127 : 255))).ToArray();
        Hash32 Read(int height, long index)
        {
            var (level, within) = (height / 8, height % 8);
            var first = (int)((index << within) & 0xff);
            return MerkleTree.Root([.. Enumerable.Range(first, 1 << within).Select(i => new Hash32(tiles[level].AsSpan(32 * i, 32)))]);
        }

        var head = new TreeHead(long.MaxValue, MerkleTree.Root(long.MaxValue, Read));
        Assert.True(LogEdge.TryRead(head, path => TilePath.TryParse(path, out var tile) ? tiles[tile.Level] : null, out var edge, out _));

        Assert.Throws<OverflowException>(() => edge.Append(MerkleHash.Empty, []));
        Assert.Equal(head, edge.Head);
    }
}
