using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Backup;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Tests.Silo.Publishing;

namespace Broker.Tests.Silo.Backup;

/// <summary>A silo on a backup that is older than what its broker did: what shows, and what does not leave.</summary>
public sealed class RolledBackTests : IDisposable
{
    private const string Issued = "2013-02-21";
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task CutOff_MeasuredAfterTheBackup_IsDrawnAnewButNothingOfItLeaves()
    {
        await using PublicationScene scene = await PublicationScene.StartAsync();
        await scene.Silo.ActivatePolicyAsync();
        TestAccount requester = await scene.Silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        (_, byte[] package) = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", BackupScene.Day));
        await scene.Silo.DepositAsync(depositor, "k1", package);
        await scene.CarryAsync();
        BackupVerbs.Backup(BackupScene.Options(scene.Data), folder.At("one.backup"), BackupScene.Now);
        await scene.Silo.AdvanceAsync(Issued);
        await scene.CarryAsync();
        long published = (await scene.Publication.State()).PublishedSize;
        BriefingOutcome before = await RequestAsync(scene, requester);
        Assert.True(before.Outcome.IsOk);
        byte[] measured = Measured(scene);

        await RestoreAsync(scene);
        Assert.Equal(0, scene.Silo.Store.Read(connection => connection.Number("SELECT count(*) FROM measured")));
        await scene.Silo.AdvanceAsync(Issued);
        await scene.CarryAsync();

        // It is measured anew, with other noise, and that is what must not leave.
        Assert.NotEqual(measured, Measured(scene));
        PublicationState state = await scene.Publication.State();
        Assert.Equal("ahead", Assert.Single(state.Witnesses).State);
        Assert.True(state.PublishedSize < published);
        Assert.NotNull(state.WaitingSince);
        BriefingOutcome after = await RequestAsync(scene, requester);
        Assert.False(after.Outcome.IsOk);
        Assert.Null(after.Briefing);

        // Nor later, when the log has grown past what the witness saw.
        while ((await scene.Publication.State()).SignedSize <= published + 4)
        {
            await scene.AppendAsync($"more-{(await scene.Publication.State()).SignedSize}");
        }

        await scene.RestartAsync();
        await scene.CarryAsync();
        Assert.Equal("ahead", Assert.Single((await scene.Publication.State()).Witnesses).State);
        Assert.True((await scene.Publication.State()).PublishedSize < published);
        Assert.False((await RequestAsync(scene, requester)).Outcome.IsOk);
    }

    [Fact]
    public async Task Backup_FromBeforeTheEndOfAnEpoch_OpensNothingUnderTheRingOfToday()
    {
        await using VaultScene scene = await VaultScene.ReadyAsync(folder.At("data"));
        TestAccount depositor = await scene.Silo.EnrolAsync("depositor", "ngo one");
        (RecordId record, byte[] package) = depositor.Seal(scene.Silo.Vault, new TestObservation("s1", BackupScene.Day));
        await scene.Silo.DepositAsync(depositor, "k1", package);
        EpochId old = scene.Silo.Vault.CurrentEpoch.Id;
        BackupVerbs.Backup(BackupScene.Options(scene.Folder), folder.At("before.backup"), BackupScene.Now);
        await scene.RotateAsync();
        Assert.Equal("ok", (await scene.InstallAsync()).Outcome.Code);
        Assert.Equal("ok", (await scene.EndEpochAsync(old)).Outcome.Code);
        BackupVerbs.Backup(BackupScene.Options(scene.Folder), folder.At("after.backup"), BackupScene.Now);

        Assert.NotNull(await ReceiptAsync(scene, "after", depositor, record));
        await Assert.ThrowsAnyAsync<DamagedStoreException>(() => ReceiptAsync(scene, "before", depositor, record));
    }

    private async Task<string?> ReceiptAsync(VaultScene scene, string backup, TestAccount depositor, RecordId record)
    {
        string restored = folder.At(backup);
        BackupVerbs.Restore(BackupScene.Options(restored), folder.At($"{backup}.backup"), "", BackupScene.Now);
        foreach (string file in (string[])[VaultFiles.Vault, VaultFiles.Ring])
        {
            File.Copy(Path.Combine(scene.Folder, file), Path.Combine(restored, file));
        }

        await using VaultScene other = await scene.OnAsync(restored);
        await other.UnsealAsync();
        return other.Silo.Service<Broker.Silo.Deposits.DepositStore>().Receipt(depositor.Id, record);
    }

    private static byte[] Measured(PublicationScene scene) =>
        scene.Silo.Store.Read(connection => connection.Blob("SELECT sealed FROM measured WHERE vintage = 'final' ORDER BY ordinal LIMIT 1"))!;

    private static async Task<BriefingOutcome> RequestAsync(PublicationScene scene, TestAccount requester)
    {
        scene.Silo.Wall.Advance(TimeSpan.FromMinutes(1));
        string id = SiloHost.NewRequestId();
        BriefingOutcome answer = await scene.Silo.RequestAsync(requester, "2013-01", id: id);
        if (!answer.Outcome.IsOk)
        {
            await scene.CarryAsync();
            answer = await scene.Silo.RequestAsync(requester, "2013-01", id: id);
        }

        return answer;
    }

    /// <summary>Puts what the backup holds into the place of the scene's store, with the vault's files of today.</summary>
    private async Task RestoreAsync(PublicationScene scene)
    {
        await scene.StopSiloAsync();
        string restored = folder.At("restored");
        BackupVerbs.Restore(BackupScene.Options(restored), folder.At("one.backup"), "", BackupScene.Now);
        foreach (string file in Directory.EnumerateFiles(scene.Data, "*").Where(file => Path.GetFileName(file) is "key-ring" or "development.key" or "development.identity"))
        {
            File.Copy(file, Path.Combine(restored, Path.GetFileName(file)));
        }

        PublicationScene.Copy(restored, scene.Data);
        await scene.StartSiloAsync();
    }
}
