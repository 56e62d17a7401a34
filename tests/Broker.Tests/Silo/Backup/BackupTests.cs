using System.Globalization;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Backup;
using Broker.Silo.Deposits;
using Broker.Silo.Log;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Tests.Silo.Backup;

/// <summary>Backups of a silo that runs, and silos on what is restored from them; on PostgreSQL too.</summary>
public sealed class BackupTests
{
    private const string CutOff = "2013-02-18";
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    [Fact]
    public Task Backup_OfTwoThousandRecords_RestoresToTheSameLogAndEachOpens() => RoundTrip(2_000);

    [Fact]
    [Trait("Category", "Soak")]
    public Task Backup_OfAHundredThousandRecords_RestoresToTheSameLogAndEachOpens() => RoundTrip(100_000);

    [Fact]
    public async Task Backup_UnderConcurrentDeposits_HoldsEachThatWasAcknowledgedBefore()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<RecordId> first = await scene.DepositAsync(100);
        using var stop = new CancellationTokenSource();
        int writtenMeanwhile = 0;
        Task writing = Task.Run(async () =>
        {
            while (!stop.IsCancellationRequested)
            {
                await scene.DepositAsync(5);
                Interlocked.Increment(ref writtenMeanwhile);
            }
        });

        var taken = new List<(string File, List<RecordId> Before)>();
        for (int i = 0; i < 5; i++)
        {
            int written = Volatile.Read(ref writtenMeanwhile);
            while (Volatile.Read(ref writtenMeanwhile) == written && !writing.IsCompleted)
            {
                await Task.Delay(5);
            }

            List<RecordId> before = [.. first, .. scene.Acknowledged];
            taken.Add((scene.Backup(string.Create(CultureInfo.InvariantCulture, $"{i}.backup")), before));
        }

        await stop.CancelAsync();
        await writing;
        foreach ((string file, List<RecordId> before) in taken)
        {
            using BackupFile backup = BackupFile.Open(file);
            HashSet<string> held = RecordsOf(backup, "records");
            HashSet<string> keys = RecordsOf(backup, "data_keys");
            Assert.All(before, record => Assert.True(held.Contains(record.ToString()) && keys.Contains(record.ToString())));
        }

        string restored = scene.Restore(taken[^1].File);
        await using SiloHost silo = await scene.StartSiloAsync(restored);
        Assert.All(scene.Receipts(silo, taken[^1].Before), Assert.NotNull);
    }

    [Fact]
    public async Task Restore_OfARecordWithdrawnSince_OpensItAgainUnlessTheListOfGoneRecordsIsGiven()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<RecordId> records = await scene.DepositAsync(3);
        string backup = scene.Backup();
        await scene.WithdrawAsync(scene.Silo, records[1]);
        BackupVerbs.Gone(BackupScene.Options(scene.Data), scene.At("gone"));

        await using (SiloHost forgetful = await scene.StartSiloAsync(scene.Restore(backup, "forgetful")))
        {
            // The control: this is what the list is for.
            Assert.All(scene.Receipts(forgetful, records), Assert.NotNull);
        }

        await using SiloHost silo = await scene.StartSiloAsync(scene.Restore(backup, gone: scene.At("gone")));
        Assert.Equal([true, false, true], scene.Receipts(silo, records).Select(receipt => receipt is not null));
        Assert.Equal(2, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
        Assert.Equal(
            [RecordState.Withdrawn], silo.Service<DepositStore>().Records(scene.Depositor.Id).Where(one => one.Record == records[1]).Select(one => one.State));

        // It enters nothing, although its contribution came back.
        Assert.Equal(3, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM contributions")));
        Assert.Equal(2, Counted(silo, records[0]));
    }

    [Fact]
    public async Task Restore_WithoutARecordThatWasDepositedAndWithdrawnSince_TakesItAgainUnlessTheListOfGoneRecordsIsGiven()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<RecordId> kept = await scene.DepositAsync(2);
        string backup = scene.Backup();
        (RecordId record, byte[] package) = scene.Depositor.Seal(scene.Silo.Vault, new TestObservation("source", BackupScene.Day));
        Assert.Equal("accepted", Assert.Single((await scene.Silo.SendAsync(scene.Depositor, "since", package)).Lines).Code);
        await scene.WithdrawAsync(scene.Silo, record);
        BackupVerbs.Gone(BackupScene.Options(scene.Data), scene.At("gone"));

        await using (SiloHost forgetful = await scene.StartSiloAsync(scene.Restore(backup, "forgetful")))
        {
            // The control: this is what the list is for.
            Assert.Equal("accepted", Assert.Single((await forgetful.SendAsync(scene.Depositor, "again", package)).Lines).Code);
        }

        await using SiloHost silo = await scene.StartSiloAsync(scene.Restore(backup, gone: scene.At("gone")));
        Assert.Equal("record-withdrawn", Assert.Single((await silo.SendAsync(scene.Depositor, "again", package)).Lines).Code);
        Assert.Equal(2, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM contributions")));
        Assert.All(scene.Receipts(silo, kept), Assert.NotNull);

        // The list of the restored store says so too.
        string second = scene.At("gone-again");
        BackupVerbs.Gone(BackupScene.Options(scene.At("restored")), second);
        Assert.Equal(await File.ReadAllBytesAsync(scene.At("gone")), await File.ReadAllBytesAsync(second));
    }

    [Fact]
    public async Task Restore_OfARecordThatExpiredSince_IsShreddedAgainByTheCalendar()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<RecordId> records = await scene.DepositAsync(1, retention: 30);
        string backup = scene.Backup();
        await scene.Silo.AdvanceAsync("2013-01-30");
        Assert.Null(scene.Receipts(scene.Silo, records)[0]);

        await using SiloHost silo = await scene.StartSiloAsync(scene.Restore(backup));
        Assert.NotNull(scene.Receipts(silo, records)[0]);
        await silo.AdvanceAsync("2013-01-30");

        Assert.Null(scene.Receipts(silo, records)[0]);
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
    }

    [Fact]
    public async Task Request_TakenAfterTheBackupByAClockAhead_IsNotTakenAgainAfterTheRestore()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        string backup = scene.Backup();
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(20));
        SignedCall call = scene.Silo.Sign(scene.Silo.Operator, "/simulation/advance", "advance/1\nto 2013-01-01T00:00:00Z\n");
        scene.Silo.Wall.Advance(TimeSpan.FromSeconds(-20));
        Assert.Equal("ok", (await scene.Silo.Grains.GetGrain<ISiloGrain>("silo/this").Advance(call)).Outcome.Code);

        await using (SiloHost silo = await scene.StartSiloAsync(scene.Restore(backup, now: scene.Silo.Wall.GetUtcNow())))
        {
            Assert.Equal("unauthorised", (await silo.Grains.GetGrain<ISiloGrain>("silo/this").Advance(call)).Outcome.Code);
            silo.Wall.Advance(TimeSpan.FromSeconds(40));
            Assert.Equal("ok", (await silo.AdvanceAsync("2013-01-02")).Outcome.Code);
        }

        // The control: a store that does not know that it was restored would take it.
        await using SiloHost careless = await scene.StartSiloAsync(scene.Restore(backup, "careless", now: scene.Silo.Wall.GetUtcNow().AddDays(-1)));
        Assert.Equal("ok", (await careless.Grains.GetGrain<ISiloGrain>("silo/this").Advance(call)).Outcome.Code);
    }

    [Fact]
    public async Task Restore_IntoWhatIsNotEmpty_IsRefusedAndChangesNothing()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        string backup = scene.Backup();
        string restored = scene.Restore(backup);

        BackupException refused = Assert.Throws<BackupException>(() => scene.Restore(backup));

        Assert.Contains("not empty", refused.Message, StringComparison.Ordinal);
        await using SiloHost silo = await scene.StartSiloAsync(restored);
        Assert.Contains((await silo.Grains.GetGrain<ISiloGrain>("silo/this").Status()).Warnings, warning => warning.Contains("restored from a backup", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Backup_OfALogThatWasChanged_IsNotWritten()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE log_entries SET entry = $1 WHERE idx = 1", new byte[40]));

        Assert.Contains("not the one that was signed last", Assert.Throws<BackupException>(() => scene.Backup()).Message, StringComparison.Ordinal);

        Assert.Empty(Directory.EnumerateFiles(scene.At("."), "*.backup*"));
    }

    private static async Task RoundTrip(int records)
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<RecordId> measured = await scene.DepositAsync(40);
        await scene.WithdrawAsync(scene.Silo, measured[7]);
        await scene.Silo.AdvanceAsync(CutOff);
        scene.ObservedOn = new DateOnly(2013, 2, 15);
        List<RecordId> deposited = await scene.DepositAsync(records);
        RecordId[] all = [.. measured, .. deposited];
        string?[] receipts = scene.Receipts(scene.Silo, all);
        Assert.Equal(1, receipts.Count(receipt => receipt is null));

        string file = scene.Backup();
        string restored = scene.Restore(file);
        BackupVerbs.Backup(BackupScene.Options(restored), scene.At("two.backup"), BackupScene.Now);

        using BackupFile one = BackupFile.Open(file);
        using BackupFile two = BackupFile.Open(scene.At("two.backup"));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(file));
        Assert.Equal(Head(scene.Silo), one.Manifest.Log);
        Assert.Equal(one.Manifest.Log, two.Manifest.Log);
        // Row for row the same; what a restore adds is that it was one.
        Assert.Equal(one.Manifest.Parts.Where(part => part.Name != "meta"), two.Manifest.Parts.Where(part => part.Name != "meta"));
        Assert.Contains(one.Manifest.Parts, part => part.Name == "records" && part.Rows == all.Length);
        Assert.All((string[])["openings", "ledger", "measured", "releases", "contributions", "idempotency", "log_files"], name => Assert.True(one.Manifest.Parts.Single(part => part.Name == name).Rows > 0));

        await using SiloHost silo = await scene.StartSiloAsync(restored);
        Assert.Equal(receipts, scene.Receipts(silo, all));
        LogReport log = Verify(silo, one.Manifest.Log);
        Assert.True(log.IsClean);
        silo.Wall.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal("2013-02-19", (await silo.AdvanceAsync("2013-02-19")).Now.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
    }

    private static TreeHead Head(SiloHost silo)
    {
        VerifierKey key = silo.Service<PublishedKeys>().Log!;
        return SignedCheckpoint.Open(silo.Store.Read(LogStore.ReadSigned)!, key)!.Head;
    }

    private static LogReport Verify(SiloHost silo, TreeHead earlier) => LogVerification.Check(
        path => silo.Store.Read(connection => path == TilePath.Checkpoint ? LogStore.ReadSigned(connection) : LogStore.ReadFile(connection, path)),
        new CheckpointVerifier(silo.Service<PublishedKeys>().Log!, WitnessPolicy.None, Ed25519.Verify),
        earlier);

    private static int Counted(SiloHost silo, RecordId record)
    {
        MeasurementStore measurements = silo.Service<MeasurementStore>();
        int block = silo.Store.Read(connection => measurements.FindContribution(connection, record)!.Value.Contribution!.Ordinal);
        return measurements.Contributions(null, "CAF", block).Count();
    }

    private static HashSet<string> RecordsOf(BackupFile backup, string name)
    {
        BackupTable table = BackupTables.Of(name);
        int at = table.Columns.Select(column => column.Name).ToList().IndexOf("record");
        return backup.Rows(table).Select(row => (string)row[at]!).ToHashSet(StringComparer.Ordinal);
    }
}
