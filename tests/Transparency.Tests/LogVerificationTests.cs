using Broker.Transparency.Tests.Reference;

namespace Broker.Transparency.Tests;

public sealed class LogVerificationTests
{
    [Fact]
    public void Check_OfAThousandCleanLogs_FindsNoFault()
    {
        var random = new SeededBytes("clean logs");
        for (var i = 0; i < 1_000; i++)
        {
            var log = MemoryLog.OfSize(i < 300 ? i : random.Below(400), $"log {i}");
            var earlier = log.Head;
            log.Append([.. Enumerable.Range(0, random.Below(40)).Select(n => random.Next(random.Below(90)))]);

            var report = log.Check(random.Below(2) == 0 ? earlier : null);

            Assert.Equal((LogFault.None, log.Head.Size), (report.Fault, report.Entries));
            Assert.Equal(log.Head, report.Checkpoint?.Head);
        }
    }

    [Fact]
    public void Check_OfAThousandCleanWitnessedLogs_FindsNoFault()
    {
        var random = new SeededBytes("clean witnessed logs");
        for (var i = 0; i < 1_000; i++)
        {
            TestWitness[] witnesses = [new("w1.example"), new("w2.example"), new("w3.example")];
            var verifier = TestWitness.Quorum(MemoryLog.LogKey, 2, witnesses);
            var log = MemoryLog.OfSize(random.Below(300), $"log {i}");
            List<TreeHead> heads = [log.Head];
            for (var batch = random.Below(5); batch >= 0; batch--)
            {
                log.Append([.. Enumerable.Range(0, random.Below(60)).Select(n => random.Next(random.Below(90)))]);
                // One of three may be away; it is asked again later.
                var away = random.Below(4);
                log.AskFor([.. witnesses.Where((_, number) => number != away)]);
                heads.Add(log.Head);
            }

            var report = log.Check(verifier, heads[random.Below(heads.Count)]);

            Assert.Equal((LogFault.None, log.Head.Size), (report.Fault, report.Entries));
            Assert.Equal(log.Head, report.Checkpoint?.Head);
        }
    }

    [Fact]
    public void Check_ShowsEveryEntryInOrder()
    {
        var log = MemoryLog.OfSize(700);
        var seen = new List<byte[]>();

        log.Check(visit: (index, entry) =>
        {
            Assert.Equal(seen.Count, index);
            seen.Add(entry.ToArray());
        });

        Assert.Equal(log.Entries, seen);
    }

    [Fact]
    public void Check_WithAnyFileMissing_NamesIt()
    {
        var log = MemoryLog.OfSize(600);
        foreach (var path in TilePath.AllOf(600))
        {
            var damaged = log.Copy();
            damaged.Files.Remove(path.ToString());
            var report = damaged.Check();
            Assert.Equal((path.IsEntries ? LogFault.BundleMissing : LogFault.TileMissing, path.ToString()), (report.Fault, report.File));
        }

        log.Files.Remove(TilePath.Checkpoint);
        Assert.Equal(LogFault.CheckpointMissing, log.Check().Fault);
    }

    [Fact]
    public void Check_WithAnyFileCutOrLonger_FindsIt()
    {
        var log = MemoryLog.OfSize(600);
        foreach (var path in TilePath.AllOf(600))
        {
            var content = log.Files[path.ToString()];
            foreach (var other in new[] { content[..^1], [.. content, 0], [.. content, .. content], [] })
            {
                var damaged = log.Copy();
                damaged.Files[path.ToString()] = other;
                var expected = path.IsEntries ? LogFault.BundleMalformed : LogFault.TileMalformed;
                Assert.Equal((expected, path.Index), (damaged.Check().Fault, damaged.Check().Index));
            }
        }
    }

    [Fact]
    public void Check_WithAnyByteChanged_FindsIt()
    {
        var random = new SeededBytes("single bytes");
        var log = MemoryLog.OfSize(600);
        var files = TilePath.AllOf(600).Select(p => p.ToString()).Append(TilePath.Checkpoint).ToList();
        for (var i = 0; i < 1_000; i++)
        {
            var path = files[i % files.Count];
            var damaged = log.Copy();
            damaged.Files[path][random.Below(damaged.Files[path].Length)] ^= (byte)(1 + random.Below(255));
            Assert.False(damaged.Check().IsClean, path);
        }
    }

    [Fact]
    public void Check_OfAnEmptyLog_IsClean()
    {
        var log = new MemoryLog();
        log.Append();
        Assert.Equal((LogFault.None, 0), (log.Check().Fault, log.Check(TreeHead.Empty).Entries));
    }

    [Fact]
    public void Check_WithTheCheckpointOfAnotherKey_IsRefused()
    {
        var log = MemoryLog.OfSize(10);
        log.Files[TilePath.Checkpoint] = new Checkpoint(MemoryLog.Origin, log.Head).Sign(new TestKey(MemoryLog.Origin, 1).Signer);
        Assert.Equal(LogFault.NoTrustedSignature, log.Check().Fault);
    }

    [Fact]
    public void Check_AgainstItself_IsClean()
    {
        var log = MemoryLog.OfSize(300);
        Assert.True(log.Check(log.Head).IsClean);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(257)]
    [InlineData(300)]
    public void Check_OfAnotherLogAgainstAKeptHeadOfAnySize_FindsTheFork(int kept)
    {
        var report = MemoryLog.OfSize(300, "fork").Check(new TreeHead(kept, Tree300.Root(kept)));
        Assert.Equal((LogFault.Forked, kept), (report.Fault, report.Index));
        Assert.True(MemoryLog.OfSize(300).Check(new TreeHead(kept, Tree300.Root(kept))).IsClean);
    }
}
