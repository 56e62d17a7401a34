using System.Reflection;
using Broker.Silo;
using Broker.Silo.Backup;
using Broker.Silo.Doctor;
using Broker.Silo.Storage;
using Broker.Tests.Silo.Stores;
using Npgsql;

namespace Broker.Tests.Silo.Backup;

/// <summary>The same backups, of a store on PostgreSQL and into one.</summary>
[Collection(PostgresCollection.Name)]
public sealed class PostgresBackupTests(PostgresServer server)
{
    [PostgresTheory]
    [InlineData(nameof(BackupTests.Restore_WithoutARecordThatWasDepositedAndWithdrawnSince_TakesItAgainUnlessTheListOfGoneRecordsIsGiven))]
    [InlineData(nameof(BackupTests.Backup_OfTwoThousandRecords_RestoresToTheSameLogAndEachOpens))]
    [InlineData(nameof(BackupTests.Backup_UnderConcurrentDeposits_HoldsEachThatWasAcknowledgedBefore))]
    [InlineData(nameof(BackupTests.Restore_OfARecordWithdrawnSince_OpensItAgainUnlessTheListOfGoneRecordsIsGiven))]
    [InlineData(nameof(BackupTests.Restore_OfARecordThatExpiredSince_IsShreddedAgainByTheCalendar))]
    [InlineData(nameof(BackupTests.Request_TakenAfterTheBackupByAClockAhead_IsNotTakenAgainAfterTheRestore))]
    [InlineData(nameof(BackupTests.Restore_IntoWhatIsNotEmpty_IsRefusedAndChangesNothing))]
    [InlineData(nameof(BackupTests.Backup_OfALogThatWasChanged_IsNotWritten))]
    public async Task Backup_OnPostgres_DoesAsOnSqlite(string test)
    {
        SiloHost.Database.Value = server.Of;
        await (Task)typeof(BackupTests).GetMethod(test, BindingFlags.Public | BindingFlags.Instance)!.Invoke(new BackupTests(), null)!;
    }

    [PostgresFact]
    public async Task Restore_Twice_RaisesTheWritersEpochEachTimeToAnother()
    {
        SiloHost.Database.Value = server.Of;
        await using BackupScene scene = await BackupScene.StartAsync();
        string backup = scene.Backup();
        long before = Epoch(scene.Data);

        long one = Epoch(scene.Restore(backup, "one"));
        long two = Epoch(scene.Restore(backup, "two"));

        Assert.True(one > before && two > before);
        Assert.NotEqual(one, two);
    }

    [PostgresFact]
    public async Task Restore_StoppedBeforeItsCommit_LeavesAnEmptyDatabase()
    {
        SiloHost.Database.Value = server.Of;
        await using BackupScene scene = await BackupScene.StartAsync();
        await scene.DepositAsync(3);
        string database = server.NewDatabase();
        using BackupFile backup = BackupFile.Open(scene.Backup());
        var plan = new RestorePlan(backup, null, BackupScene.Now);

        Assert.Throws<InvalidOperationException>(() => PostgresRestore.Run(plan, database, () => throw new InvalidOperationException("stopped")));
        PostgresRestore.Run(plan, database);

        Assert.Equal(3, Number(database, "SELECT count(*) FROM records"));
    }

    [PostgresFact]
    public async Task Backup_OfSqlite_RestoresIntoPostgresAndBack()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        List<Broker.Sealing.RecordId> records = await scene.DepositAsync(20);
        string fromSqlite = scene.Backup();
        string?[] receipts = scene.Receipts(scene.Silo, records);

        SiloHost.Database.Value = server.Of;
        string moved = scene.Restore(fromSqlite, "moved");
        await using (SiloHost onPostgres = await scene.StartSiloAsync(moved))
        {
            Assert.Equal(receipts, scene.Receipts(onPostgres, records));
        }

        string fromPostgres = scene.Backup("moved.backup", moved);
        SiloHost.Database.Value = null;
        await using SiloHost back = await scene.StartSiloAsync(scene.Restore(fromPostgres, "back"));
        Assert.Equal(receipts, scene.Receipts(back, records));
    }

    [PostgresFact]
    public async Task Tables_OfThePostgresStore_AreThePartsOfABackup()
    {
        SiloHost.Database.Value = server.Of;
        await using BackupScene scene = await BackupScene.StartAsync();
        IEnumerable<string> stored = scene.Silo.Store.Read(connection => connection.Rows(
            row => $"{row.GetString(0)}.{row.GetString(1)} {row.GetString(2)}",
            "SELECT table_name::text, column_name::text, data_type::text FROM information_schema.columns WHERE table_schema = current_schema() AND table_name NOT IN ('layout', 'writer')"));

        Assert.Equal(
            stored.Order(StringComparer.Ordinal),
            BackupTables.Stored.SelectMany(table => table.Columns.Select(column => $"{table.Name}.{column.Name} {TypeOf(column.Kind)}")).Order(StringComparer.Ordinal));
    }

    [PostgresFact]
    public async Task Store_OnPostgres_IsReadByDoctorToo()
    {
        SiloHost.Database.Value = server.Of;
        await using BackupScene scene = await BackupScene.StartAsync();
        StoreFacts sound = StoreLook.Read(BackupScene.Options(scene.Data));
        Assert.Equal(("", ""), (sound.Unreadable, sound.LogFault));
        Assert.True(sound.Entries > 0);

        await scene.Silo.Store.WriteAsync(connection => connection.Execute("UPDATE log_entries SET entry = $1 WHERE idx = 1", new byte[40]));

        Assert.NotEmpty(StoreLook.Read(BackupScene.Options(scene.Data)).LogFault);
        Assert.Contains("no tables", StoreLook.Read(BackupScene.Options(scene.At("empty"))).Unreadable, StringComparison.Ordinal);
        Assert.Contains("can't be opened", StoreLook.Read(new SiloOptions { DataFolder = scene.Data, Postgres = $"Host={scene.At("nowhere")};Database=x;Username=x" }).Unreadable, StringComparison.Ordinal);
    }

    private static string TypeOf(ValueKind kind) => kind switch { ValueKind.Number => "bigint", ValueKind.Text => "text", _ => "bytea" };

    private long Epoch(string folder) => Number(server.Of(folder), "SELECT epoch FROM writer");

    private static long Number(string database, string sql)
    {
        using var connection = new PostgresStoreConnection(new NpgsqlConnection(database));
        connection.Inner.Open();
        return connection.Number(sql)!.Value;
    }
}
