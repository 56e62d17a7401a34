using System.Security.Cryptography;
using Broker.Silo.Backup;
using Broker.Silo.Storage;
using Broker.Tests.Hardening;

namespace Broker.Tests.Silo.Backup;

/// <summary>What a silo does while a backup reads its embedded store.</summary>
public sealed class BackupReadingTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Shredding_WhileABackupReads_IsDoneAndForgottenWithTheFirstWriteAfterIt()
    {
        byte[] secret = RandomNumberGenerator.GetBytes(48);
        await using var store = new SqliteStore(folder.At("broker.db"));
        await store.WriteAsync(connection => connection.Execute("INSERT INTO data_keys (record, sealed) VALUES ($1, $2)", "one", secret));
        using (BackupSource source = BackupSource.OfSqlite(folder.At("broker.db")))
        {
            Assert.Single(source.Rows(BackupTables.Of("data_keys")).ToList());

            await Assert.ThrowsAsync<StoreUnavailableException>(() => store.ShredAsync(connection => connection.Execute("DELETE FROM data_keys")));
            for (int i = 0; i < 50; i++)
            {
                int number = i;
                await store.WriteAsync(connection => connection.Execute("INSERT INTO nonces (nonce, used) VALUES ($1, 0)", $"{number}"));
            }

            // Deleted for everybody but the backup, which has one moment throughout.
            Assert.Equal(0, store.Read(connection => connection.Number("SELECT count(*) FROM data_keys")));
            Assert.Single(source.Rows(BackupTables.Of("data_keys")).ToList());
            Assert.Empty(source.Rows(BackupTables.Of("nonces")).ToList());
            Assert.False(store.HasStopped);
            Assert.True(Holds(secret), "the control: while the backup reads, the log can't be emptied");
        }

        await store.WriteAsync(connection => connection.Execute("INSERT INTO nonces (nonce, used) VALUES ('last', 0)"));
        Assert.False(Holds(secret));
        await store.ShredAsync(connection => connection.Execute("DELETE FROM nonces"));
    }

    [Fact]
    public async Task Backup_OfAStoreThatNoSiloRunsOn_ChangesNothingOfIt()
    {
        await using (BackupScene scene = await BackupScene.StartAsync())
        {
            await scene.DepositAsync(3);
            File.Copy(Path.Combine(scene.Data, "broker.db"), folder.At("broker.db"));
            File.Copy(Path.Combine(scene.Data, "broker.db-wal"), folder.At("broker.db-wal"));
        }

        byte[] before = await File.ReadAllBytesAsync(folder.At("broker.db"));
        byte[] log = await File.ReadAllBytesAsync(folder.At("broker.db-wal"));
        using (BackupSource source = BackupSource.OfSqlite(folder.At("broker.db")))
        {
            Assert.Equal(3, source.Rows(BackupTables.Of("records")).Count());
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(folder.At("broker.db")));
        Assert.Equal(log, await File.ReadAllBytesAsync(folder.At("broker.db-wal")));
    }

    [Fact]
    public async Task Backup_ToAPlaceWhereItWouldBeLostOrInTheWay_IsRefused()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        string file = scene.Backup();
        byte[] before = await File.ReadAllBytesAsync(file);

        Assert.Contains("there already", Refusal(scene, file), StringComparison.Ordinal);
        Assert.Contains("lost with it", Refusal(scene, Path.Combine(scene.Data, "x.backup")), StringComparison.Ordinal);
        Assert.Contains("make it first", Refusal(scene, scene.At("none/x.backup")), StringComparison.Ordinal);
        Assert.Equal(before, await File.ReadAllBytesAsync(file));
    }

    [LinuxRootFact]
    public async Task Verb_OfAnotherUserThanTheFoldersOwner_IsRefused()
    {
        await using BackupScene scene = await BackupScene.StartAsync();
        string file = scene.Backup();
        using var chown = System.Diagnostics.Process.Start("chown", ["65534", scene.Data]);
        await chown.WaitForExitAsync();

        Assert.Contains("another user", Refusal(scene, scene.At("x.backup")), StringComparison.Ordinal);
        Directory.CreateDirectory(scene.At("restored"));
        using var again = System.Diagnostics.Process.Start("chown", ["65534", scene.At("restored")]);
        await again.WaitForExitAsync();
        Assert.Contains("another user", Assert.Throws<BackupException>(() => scene.Restore(file)).Message, StringComparison.Ordinal);
    }

    private static string Refusal(BackupScene scene, string file) =>
        Assert.Throws<BackupException>(() => BackupVerbs.Backup(BackupScene.Options(scene.Data), file, BackupScene.Now)).Message;

    private bool Holds(byte[] bytes) => Directory.EnumerateFiles(folder.Path, "broker.db*").Where(file => !file.EndsWith(".lock", StringComparison.Ordinal)).Any(file => Read(file).AsSpan().IndexOf(bytes) >= 0);

    private static byte[] Read(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        byte[] bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
