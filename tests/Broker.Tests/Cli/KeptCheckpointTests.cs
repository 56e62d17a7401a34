using System.Text;
using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>The checkpoint that a member keeps: only a consistent larger one takes its place.</summary>
public sealed class KeptCheckpointTests : IDisposable
{
    private readonly TestMember member = new();
    private readonly TemporaryFolder folder = new();
    private readonly ServedLog log;
    private readonly List<(long Older, long Newer)> asked = [];

    public KeptCheckpointTests() => log = ServedLog.Of(member.Log);

    private KeptCheckpoint Kept => new(folder.At("checkpoint"));

    public void Dispose()
    {
        member.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Advance_FirstThenSameThenLarger_KeepsTheLargest()
    {
        Assert.Null(Kept.Read(member.Trust));
        await AdvanceAsync(Note(5), null);
        await AdvanceAsync(Note(5), null);
        Assert.Empty(asked);
        await AdvanceAsync(Note(9), true);
        Assert.Equal([(5, 9)], asked);
        Assert.Equal(9, Kept.Read(member.Trust)!.Head.Size);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Kept.File));
    }

    [Fact]
    public async Task Advance_Older_IsARollBackAndAsksForNothing()
    {
        await AdvanceAsync(Note(9), true);
        await RefusedAsync(() => AdvanceAsync(Note(8), true), "rolled back", 9);
        Assert.Empty(asked);
    }

    [Fact]
    public async Task Advance_SameSizeOtherRoot_IsAFork()
    {
        await AdvanceAsync(Note(9), true);
        await RefusedAsync(() => AdvanceAsync(Note(9, "other"), true), "fork-9-b: they prove it", 9);
        Assert.Equal(Note(9), await File.ReadAllBytesAsync(folder.At("fork-9-a")));
        Assert.Equal(Note(9, "other"), await File.ReadAllBytesAsync(folder.At("fork-9-b")));
    }

    [Fact]
    public async Task Advance_AThirdRootOfTheSize_IsKeptBesideTheTwo()
    {
        await AdvanceAsync(Note(9), true);
        await RefusedAsync(() => AdvanceAsync(Note(9, "other"), true), "forked", 9);
        await RefusedAsync(() => AdvanceAsync(Note(9, "third"), true), "forked", 9);
        Assert.Equal(Note(9, "other"), await File.ReadAllBytesAsync(folder.At("fork-9-b")));
        Assert.Equal(Note(9, "third"), await File.ReadAllBytesAsync(folder.At("fork-9-c")));
    }

    [Fact]
    public async Task Advance_LargerThatDoesNotExtend_IsAForkAndNothingShownIsNone()
    {
        await AdvanceAsync(Note(5), true);
        await RefusedAsync(() => AdvanceAsync(Note(9), null), "nothing shows", 5);
        Assert.Empty(Directory.GetFiles(folder.Path, "fork-*"));
        await RefusedAsync(() => AdvanceAsync(Note(9), false), "fork-9-b: with a copy of the longer log they prove it", 5);
        Assert.True(File.Exists(folder.At("fork-9-a")) && File.Exists(folder.At("fork-9-b")));
    }

    [Fact]
    public async Task Admit_Older_StaysTheKeptOneAndMustBeItsBeginning()
    {
        await AdvanceAsync(Note(9), true);
        await AdmitAsync(Note(5), true);
        Assert.Equal([(5, 9)], asked);
        await RefusedAsync(() => AdmitAsync(Note(4), false), "forked", 9);
        await RefusedAsync(() => AdmitAsync(Note(4), null), "nothing shows", 9);
    }

    [Fact]
    public async Task Advance_OfAnotherLogOrUnsigned_IsNeverKept()
    {
        var stranger = ServedLog.Of(member.Identity, LogMirrorTests.Entries(0, 9));
        await Assert.ThrowsAsync<CommandFailure>(() => AdvanceAsync(stranger.Note, true));
        await Assert.ThrowsAsync<CommandFailure>(() => AdvanceAsync(Note(9)[..^2], true));
        await Assert.ThrowsAsync<CommandFailure>(() => AdvanceAsync([], true));
        Assert.False(File.Exists(Kept.File));
    }

    [Fact]
    public async Task Read_DamagedAtAnyByteOrOfAnotherLog_IsRefusedAndNeverReplaced()
    {
        await AdvanceAsync(Note(5), true);
        var good = await File.ReadAllBytesAsync(Kept.File);
        var wrong = Enumerable.Range(0, good.Length).Select(i => (byte[])[.. good[..i], (byte)(good[i] ^ 1), .. good[(i + 1)..]])
            .Append([]).Append(good[..^1]).Append([.. good, (byte)'\n']).Append(ServedLog.Of(member.Identity, LogMirrorTests.Entries(0, 5)).Note).Append(new byte[SignedNote.MaxLength + 1]);
        foreach (var content in wrong)
        {
            await File.WriteAllBytesAsync(Kept.File, content);
            Assert.Throws<CommandFailure>(() => Kept.Read(member.Trust));
            await Assert.ThrowsAsync<CommandFailure>(() => AdvanceAsync(Note(9), true));
            Assert.Equal(content, await File.ReadAllBytesAsync(Kept.File));
        }
    }

    [Fact]
    public async Task Advance_ByManyAtOnce_EndsWithTheLargestAndNeverGoesBack()
    {
        foreach (var size in Enumerable.Range(1, 40))
        {
            log.Append(LogMirrorTests.Entry(size));
        }

        var notes = Enumerable.Range(1, 40).Select(size => Note(size)).ToArray();
        var backwards = 0;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(turn => Task.Run(async () =>
        {
            long seen = 0;
            for (var i = turn; i < notes.Length; i += 8)
            {
                await Kept.AdmitAsync(member.Trust, notes[i], (_, _, _) => Task.FromResult<bool?>(true), CancellationToken.None);
                var now = Kept.Read(member.Trust)!.Head.Size;
                Interlocked.Add(ref backwards, now < seen || now < i + 1 ? 1 : 0);
                seen = now;
            }
        })));
        Assert.Equal((40, 0), (Kept.Read(member.Trust)!.Head.Size, backwards));
    }

    private byte[] Note(int size, string series = "entry")
        => log.Sign(new TreeHead(size, MerkleTree.Root([.. Enumerable.Range(0, size).Select(i => MerkleHash.Leaf(Encoding.ASCII.GetBytes($"{series} {i}")))])));

    private Task<Checkpoint> AdvanceAsync(byte[] note, bool? extends) => Kept.AdvanceAsync(member.Trust, note, Answer(extends), CancellationToken.None);

    private Task<Checkpoint> AdmitAsync(byte[] note, bool? extends) => Kept.AdmitAsync(member.Trust, note, Answer(extends), CancellationToken.None);

    private LogExtension Answer(bool? extends) => (older, newer, _) =>
    {
        asked.Add((older.Size, newer.Size));
        return Task.FromResult(extends);
    };

    private async Task RefusedAsync(Func<Task> act, string words, long kept)
    {
        var failure = await Assert.ThrowsAsync<CommandFailure>(act);
        Assert.Equal(ExitCodes.No, failure.ExitCode);
        Assert.Contains(words, failure.Message, StringComparison.Ordinal);
        Assert.Equal(kept, Kept.Read(member.Trust)!.Head.Size);
    }
}
