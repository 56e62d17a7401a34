using System.Net;
using System.Text;
using Broker.Briefings;
using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>The copy of the log that a tool keeps, and a broker or gateway that shows it another one.</summary>
public sealed class LogMirrorTests : IDisposable
{
    private readonly TestMember member = new();
    private readonly TemporaryFolder folder = new();

    public void Dispose()
    {
        member.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 256)]
    [InlineData(200, 300)]
    [InlineData(256, 257)]
    [InlineData(511, 1025)]
    [InlineData(300, 300)]
    public async Task Update_OfAGrownLog_IsTheLogByteForByteAndAsksForNewBundlesAlone(int first, int second)
    {
        var log = Log(first);
        await UpdateAsync(log);
        log.Append(Entries(first, second));
        log.Asked.Clear();
        using var mirror = await LogMirror.UpdateAsync(log.Client(member), member.Trust, folder.Path, CancellationToken.None);

        Assert.Equal(second, mirror.Head.Size);
        Assert.True(mirror.Check().IsClean);
        var expected = TilePath.AllOf(second).Select(path => path.ToString()).Append(TilePath.Checkpoint).Order(StringComparer.Ordinal);
        Assert.Equal(expected, Present().Order(StringComparer.Ordinal));
        Assert.All(Present(), path => Assert.Equal(log.Files[path], File.ReadAllBytes(folder.At(path))));
        Assert.Equal(second == first ? 0 : ((second + 255) / 256) - (first / 256), log.Asked.Count(path => path.StartsWith("tile/", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Update_EveryEntry_IsReadBack()
    {
        var log = Log(300);
        using var mirror = await LogMirror.UpdateAsync(log.Client(member), member.Trust, folder.Path, CancellationToken.None);
        Assert.All(Enumerable.Range(0, 300), i => Assert.True(mirror.Holds(i, Entry(i))));
        Assert.False(mirror.Holds(1, Entry(2)));
        Assert.Null(mirror.Entry(300));
        Assert.Null(mirror.Entry(-1));
    }

    [Fact]
    public async Task Update_WitnessesAreNewAndTheLogDidNotGrow_TakesTheCosignedCheckpoint()
    {
        var log = Log(300);
        KeptCheckpoint kept = new(folder.At("kept", "checkpoint"));
        (await LogMirror.UpdateAsync(log.Client(member), member.Trust, folder.At("copy"), kept, CancellationToken.None)).Dispose();
        CosignerKey office = new("office-a", member.Identity.PublicKey);
        Assert.True(WitnessPolicy.TryParse(Encoding.UTF8.GetBytes($"witness a {office}\nquorum a\n"), out var witnesses, out _));
        var trust = member.Trust with { Witnesses = witnesses };

        Assert.True(Checkpoint.TryOpen(log.Note, new NoteVerifier(trust.Log, Sealing.Ed25519.Verify), out var checkpoint, out _));
        byte[] cosigned = [.. log.Note, .. Encoding.UTF8.GetBytes(Cosignature.Sign(checkpoint.ToNoteText(), office, 1_400_000_000, member.Identity.Sign))];
        log.Lie = path => path == TilePath.Checkpoint ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(cosigned) } : null;
        using (var mirror = await LogMirror.UpdateAsync(log.Client(member), trust, folder.At("copy"), kept, CancellationToken.None))
        {
            Assert.Equal(cosigned, mirror.Note);
        }

        Assert.Equal(cosigned, await File.ReadAllBytesAsync(kept.File));
        (await LogMirror.OpenAsync(trust, folder.At("copy"), kept, CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task Update_OfARolledBackLog_IsRefusedAndChangesNothing()
    {
        await UpdateAsync(Log(300));
        var before = Snapshot();
        await RefusedAsync(Log(299), "rolled back");
        await RefusedAsync(Log(0), "rolled back");
        Assert.Equal(before, Snapshot());
    }

    [Theory]
    [InlineData(300)]
    [InlineData(301)]
    [InlineData(900)]
    public async Task Update_OfAForkedLog_IsRefusedAndBothCheckpointsAreKept(int size)
    {
        var log = Log(300);
        await UpdateAsync(log);
        var forked = ServedLog.Of(member.Log, [.. Entries(0, 120), Encoding.ASCII.GetBytes("another"), .. Entries(121, size)]);
        await RefusedAsync(forked, "forked");
        await RefusedAsync(forked, "forked");
        Assert.Equal(log.Note, File.ReadAllBytes(folder.At($"fork-{size}-a")));
        Assert.Equal(forked.Note, File.ReadAllBytes(folder.At($"fork-{size}-b")));
        Assert.False(File.Exists(folder.At($"fork-{size}-c")));
        Assert.Equal(log.Note, File.ReadAllBytes(folder.At(TilePath.Checkpoint)));
        log.Append(Entries(300, 310));
        await UpdateAsync(log);
    }

    [Fact]
    public async Task Update_OfADatabasePutBackThatGrewOn_IsAFork()
    {
        await UpdateAsync(Log(300));
        await RefusedAsync(ServedLog.Of(member.Log, [.. Entries(0, 250), .. Entries(1000, 1100)]), "forked");
    }

    [Fact]
    public async Task TwoMembersShownDifferentLogs_SeeItOnceOneUsesTheOthersKeptCheckpoint()
    {
        var other = ServedLog.Of(member.Log, [.. Entries(0, 299), Encoding.ASCII.GetBytes("another")]);
        await UpdateAsync(Log(300));
        KeptCheckpoint kept = new(folder.At("others", "checkpoint"));
        await kept.AdvanceAsync(member.Trust, other.Note, (_, _, _) => Task.FromResult<bool?>(null), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => LogMirror.UpdateAsync(Log(300).Client(member), member.Trust, folder.Path, kept, CancellationToken.None));
        Assert.Contains("forked", failure.Message, StringComparison.Ordinal);
        Assert.True(File.Exists(folder.At("others", "fork-300-a")) && File.Exists(folder.At("others", "fork-300-b")));
    }

    [Fact]
    public async Task Update_KeptCheckpointOfALongerLog_RefusesEvenAnEmptyFolder()
    {
        KeptCheckpoint kept = new(folder.At("kept", "checkpoint"));
        await kept.AdvanceAsync(member.Trust, Log(40).Note, (_, _, _) => Task.FromResult<bool?>(null), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => LogMirror.UpdateAsync(Log(39).Client(member), member.Trust, folder.At("copy"), kept, CancellationToken.None));
        Assert.Contains("rolled back", failure.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(folder.At("copy", TilePath.Checkpoint)));
        using var mirror = await LogMirror.UpdateAsync(Log(700).Client(member), member.Trust, folder.At("copy"), kept, CancellationToken.None);
        Assert.Equal(700, kept.Read(member.Trust)!.Head.Size);
    }

    public static TheoryData<string> Lies() => ["truncated", "longer", "empty", "huge", "missing", "other", "flipped", "error"];

    [Theory]
    [MemberData(nameof(Lies))]
    public async Task Update_AFileIsNotTheLogs_IsRefusedAndTheCopyStaysWhole(string lie)
    {
        var log = Log(300);
        await UpdateAsync(log);
        log.Append(Entries(300, 900));
        foreach (var target in new[] { "tile/entries/001", "tile/entries/003.p/132", TilePath.Checkpoint })
        {
            log.Lie = path => path == target || (target.StartsWith(path, StringComparison.Ordinal) && lie == "missing") ? Bent(log.Files[path == target ? path : target], lie) : null;
            await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(log));
            using var mirror = await LogMirror.OpenAsync(member.Trust, folder.Path, null, CancellationToken.None);
            Assert.Equal(300, mirror.Head.Size);
            Assert.True(mirror.Check().IsClean);
        }

        log.Lie = _ => null;
        await UpdateAsync(log);
        Assert.Equal(900, await SizeAsync());
    }

    [Fact]
    public async Task Update_AnswerThatNeverEnds_IsNotReadToItsEnd()
    {
        var log = Log(3);
        EndlessStream endless = new();
        log.Lie = path => path == TilePath.Checkpoint ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new StreamContent(endless) } : null;
        Assert.Contains("longer than any such file", (await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(log))).Message, StringComparison.Ordinal);
        Assert.InRange(endless.Given, SignedNote.MaxLength, 2 * SignedNote.MaxLength);
    }

    [Fact]
    public async Task Update_PartialBundleIsGoneForTheFullOne_TakesItsBeginning()
    {
        var log = Log(300);
        var note = log.Note;
        log.Append(Entries(300, 600));
        log.Lie = path => path == TilePath.Checkpoint ? new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(note) }
            : path.Contains(".p/", StringComparison.Ordinal) ? FakeGateway.Make(HttpStatusCode.NotFound, "{}") : null;
        await UpdateAsync(log);
        Assert.Equal(300, await SizeAsync());
    }

    [Fact]
    public async Task Update_BrokenOffAnywhere_GoesOnTheNextTime()
    {
        var log = Log(300);
        await UpdateAsync(log);
        log.Append(Entries(300, 2000));
        for (var answers = 1; answers < 8; answers++)
        {
            var left = answers;
            log.Lie = _ => left-- > 0 ? null : FakeGateway.Make(HttpStatusCode.InternalServerError, "{}");
            await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(log));
            Assert.Equal(300, await SizeAsync());
        }

        log.Lie = _ => null;
        await UpdateAsync(log);
        Assert.Equal(2000, await SizeAsync());
    }

    [Fact]
    public async Task Update_ByTwoToolsAtOnce_BothEndWithAWholeCopy()
    {
        KeptCheckpoint kept = new(folder.At("kept"));
        await Task.WhenAll(Enumerable.Range(0, 4).Select(i => Task.Run(async () =>
        {
            // Two share a folder, all share the kept checkpoint.
            using var mirror = await LogMirror.UpdateAsync(Log(900).Client(member), member.Trust, folder.At($"copy{i / 2}"), kept, CancellationToken.None);
            Assert.True(mirror.Check().IsClean);
        })));
        Assert.Equal(900, kept.Read(member.Trust)!.Head.Size);
    }

    [Fact]
    public async Task Update_AnotherToolKeptANewerCheckpointMeanwhile_IsNoRollBack()
    {
        var log = Log(300);
        KeptCheckpoint kept = new(folder.At("kept"));
        var note = log.Note;
        log.Append(Entries(300, 800));
        log.Lie = path =>
        {
            if (path != TilePath.Checkpoint)
            {
                return null;
            }

            kept.AdvanceAsync(member.Trust, log.Note, (_, _, _) => Task.FromResult<bool?>(null), CancellationToken.None).GetAwaiter().GetResult();
            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new ByteArrayContent(note) };
        };
        using var mirror = await LogMirror.UpdateAsync(log.Client(member), member.Trust, folder.At("copy"), kept, CancellationToken.None);
        Assert.Equal((300, 800), (mirror.Head.Size, kept.Read(member.Trust)!.Head.Size));
    }

    [Fact]
    public async Task Verify_AnyFileOfTheCopyDamagedOrGone_IsAnExpectedNo()
    {
        await UpdateAsync(Log(300));
        foreach (var path in Present().Where(path => path != TilePath.Checkpoint))
        {
            var content = await File.ReadAllBytesAsync(folder.At(path));
            await File.WriteAllBytesAsync(folder.At(path), [(byte)(content[0] ^ 1), .. content[1..]]);
            using (var mirror = await LogMirror.OpenAsync(member.Trust, folder.Path, null, CancellationToken.None))
            {
                Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => mirror.Verify()).ExitCode);
                File.Delete(folder.At(path));
                Assert.Equal(ExitCodes.No, Assert.Throws<CommandFailure>(() => mirror.Verify()).ExitCode);
            }

            await File.WriteAllBytesAsync(folder.At(path), content);
        }

        Assert.Equal(300, await SizeAsync());
    }

    [Fact]
    public async Task VerifiedLog_EntryOfNoKnownKind_IsAnExpectedNo()
    {
        await UpdateAsync(Log(3));
        using var mirror = await LogMirror.OpenAsync(member.Trust, folder.Path, null, CancellationToken.None);
        Assert.Contains("entry 0 is of no known kind", Assert.Throws<CommandFailure>(() => VerifiedLog.Read(mirror)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_CopyOlderThanTheKeptCheckpoint_AsksForAnUpdate()
    {
        await UpdateAsync(Log(300));
        KeptCheckpoint kept = new(folder.At("kept"));
        await kept.AdvanceAsync(member.Trust, Log(301).Note, (_, _, _) => Task.FromResult<bool?>(null), CancellationToken.None);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => LogMirror.OpenAsync(member.Trust, folder.Path, kept, CancellationToken.None));
        Assert.Contains("update the copy", failure.Message, StringComparison.Ordinal);
    }

    internal static byte[] Entry(int i) => Encoding.ASCII.GetBytes($"entry {i}");

    internal static byte[][] Entries(int from, int to) => [.. Enumerable.Range(from, Math.Max(0, to - from)).Select(Entry)];

    private ServedLog Log(int size) => ServedLog.Of(member.Log, Entries(0, size));

    private async Task UpdateAsync(ServedLog log)
    {
        using var mirror = await LogMirror.UpdateAsync(log.Client(member), member.Trust, folder.Path, CancellationToken.None);
        mirror.Verify();
    }

    private async Task<long> SizeAsync()
    {
        using var mirror = await LogMirror.OpenAsync(member.Trust, folder.Path, null, CancellationToken.None);
        mirror.Verify();
        return mirror.Head.Size;
    }

    private async Task RefusedAsync(ServedLog log, string words)
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => UpdateAsync(log));
        Assert.Equal(ExitCodes.No, failure.ExitCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
    }

    private string[] Present() => [.. Directory.EnumerateFiles(folder.Path, "*", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(folder.Path, file)).Where(path => path == TilePath.Checkpoint || path.StartsWith("tile/", StringComparison.Ordinal))];

    private string Snapshot() => string.Join(';', Present().Order(StringComparer.Ordinal).Select(path => $"{path} {Sha256Digest.Of(File.ReadAllBytes(folder.At(path)))}"));

    private static HttpResponseMessage Bent(byte[] file, string lie) => lie switch
    {
        "truncated" => Bytes(file[..^1]),
        "longer" => Bytes([.. file, 0]),
        "empty" => Bytes([]),
        "huge" => Bytes(new byte[EntryBundle.MaxBundleLength + 1]),
        "other" => Bytes([.. file[..^3], 1, 2, 3]),
        "flipped" => Bytes([.. file[..^5], (byte)(file[^5] ^ 1), .. file[^4..]]),
        "missing" => FakeGateway.Make(HttpStatusCode.NotFound, "{}"),
        _ => FakeGateway.Make(HttpStatusCode.InternalServerError, "{}"),
    };

    private static HttpResponseMessage Bytes(byte[] bytes) => new(HttpStatusCode.OK) { Content = new ByteArrayContent(bytes) };

    private sealed class EndlessStream : MemoryStream
    {
        public long Given { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            buffer.Fill((byte)'a');
            Given += buffer.Length;
            return buffer.Length;
        }

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));
    }
}
