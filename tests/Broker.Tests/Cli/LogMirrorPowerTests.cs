using Broker.Cli;
using Broker.Transparency;

namespace Broker.Tests.Cli;

/// <summary>The copy of the log and a power that goes: what was not synced is lost, the checkpoint that was is not.</summary>
public sealed class LogMirrorPowerTests : IDisposable
{
    private readonly TestMember member = new();
    private readonly TemporaryFolder folder = new();

    private string Copy => folder.At("copy");

    private KeptCheckpoint Kept => new(folder.At("kept", "checkpoint"));

    public void Dispose()
    {
        member.Dispose();
        folder.Dispose();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(200, 300)]
    [InlineData(300, 70_000)]
    public async Task Update_OfAGrownLog_SyncsEveryNewFileWhileTheOldCheckpointsStand(int first, int second)
    {
        var log = ServedLog.Of(member.Log, LogMirrorTests.Entries(0, first));
        (await UpdateAsync(log, DurableFile.SyncAll)).Dispose();
        var (note, before) = (log.Note, Files());
        log.Append(LogMirrorTests.Entries(first, second));
        List<string> synced = [];
        using (var mirror = await UpdateAsync(log, (top, files) =>
        {
            Assert.Equal(Copy, top);
            Assert.Equal(note, File.ReadAllBytes(Path.Combine(Copy, TilePath.Checkpoint)));
            Assert.Equal(note, File.ReadAllBytes(Kept.File));
            synced.AddRange(files);
        }))
        {
            Assert.Equal(second, mirror.Head.Size);
        }

        // The power goes now: of the new files those are left that were synced.
        foreach (var file in Files().Except(before).Except(synced))
        {
            File.Delete(file);
        }

        using var left = await LogMirror.OpenAsync(member.Trust, Copy, Kept, CancellationToken.None);
        left.Verify();
        Assert.Equal(second, left.Head.Size);
    }

    [Fact]
    public async Task Update_NewFilesThatCannotBeSynced_LeavesBothCheckpointsAndTheNextOneGoesOn()
    {
        var log = ServedLog.Of(member.Log, LogMirrorTests.Entries(0, 300));
        (await UpdateAsync(log, DurableFile.SyncAll)).Dispose();
        var note = log.Note;
        log.Append(LogMirrorTests.Entries(300, 900));

        await Assert.ThrowsAsync<IOException>(() => UpdateAsync(log, (_, files) =>
        {
            foreach (var file in files)
            {
                File.WriteAllBytes(file, []); // written, not synced, and the power went
            }

            throw new IOException();
        }));

        Assert.Equal(note, await File.ReadAllBytesAsync(Kept.File));
        using (var old = await LogMirror.OpenAsync(member.Trust, Copy, Kept, CancellationToken.None))
        {
            old.Verify();
            Assert.Equal(300, old.Head.Size);
        }

        using var mirror = await UpdateAsync(log, DurableFile.SyncAll);
        mirror.Verify();
        Assert.Equal(900, mirror.Head.Size);
    }

    [Fact]
    public void SyncAll_FileOrFolderThatTheKernelDoesNotSync_IsAnException()
    {
        if (OperatingSystem.IsLinux())
        {
            Assert.Throws<IOException>(() => DurableFile.SyncAll("/dev", ["/dev/null"])); // fsync(2): EINVAL; the framework's flush takes it
            Assert.Throws<IOException>(() => DurableFile.SyncAll("/proc/self", ["/proc/self/comm"]));
        }

        var file = folder.At("file");
        File.WriteAllBytes(file, [1]);
        DurableFile.SyncAll(folder.Path + Path.DirectorySeparatorChar, [file]);
        Assert.ThrowsAny<IOException>(() => DurableFile.SyncAll(folder.Path, [file, folder.At("gone")]));
    }

    private Task<LogMirror> UpdateAsync(ServedLog log, DurableSync sync) =>
        LogMirror.UpdateAsync(log.Client(member), member.Trust, Copy, Kept, sync, CancellationToken.None);

    private string[] Files() => Directory.GetFiles(Copy, "*", SearchOption.AllDirectories);
}
