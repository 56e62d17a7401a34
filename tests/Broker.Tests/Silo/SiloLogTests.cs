using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo;

public sealed class SiloLogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Log_ReadThroughItsGrain_VerifiesWhole()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await AppendAsync(silo, 600);

        LogReport report = Verify(silo);

        Assert.True(report.IsClean);
        Assert.True(report.Entries >= 600);
    }

    [Fact]
    public async Task Append_OfTheSameEventTwice_IsOneEntry()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);

        long first = await AppendOneAsync(silo, "same");
        long second = await AppendOneAsync(silo, "same");

        Assert.Equal(first, second);
    }

    [Theory]
    [InlineData("UPDATE log_entries SET entry = $1 WHERE idx = 1")]
    [InlineData("UPDATE log_entries SET leaf = zeroblob(32), entry = $1 WHERE idx = 1")]
    [InlineData("DELETE FROM log_entries WHERE idx = 1 AND length($1) > 0")]
    public async Task Log_ChangedInTheStore_NoLongerVerifies(string change)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await AppendAsync(silo, 20);
        Assert.True(Verify(silo).IsClean);

        await silo.Store.WriteAsync(connection => connection.Execute(change, System.Text.Encoding.ASCII.GetBytes("another entry")));

        Assert.False(Verify(silo).IsClean);
    }

    /// <summary>What every append holds against what was signed last: the checkpoint byte for byte, and where the log ends.</summary>
    [Theory]
    [InlineData("UPDATE log_files SET content = zeroblob(length(content)) WHERE path = 'signed'")]
    [InlineData("DELETE FROM log_files WHERE path = 'signed'")]
    [InlineData("DELETE FROM log_entries WHERE idx = (SELECT max(idx) FROM log_entries)")]
    [InlineData("INSERT INTO log_entries (idx, key, leaf, entry) SELECT max(idx) + 1, zeroblob(16), zeroblob(32), zeroblob(9) FROM log_entries")]
    public async Task Append_OntoALogThatEndsOtherwise_IsRefusedAloneAndNothingIsSigned(string change)
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await AppendAsync(silo, 20);
        byte[] published = silo.Store.Read(connection => LogStore.ReadFile(connection, TilePath.Checkpoint))!;
        await silo.Store.WriteAsync(connection => connection.Execute(change));
        byte[]? signed = silo.Store.Read(LogStore.ReadSigned);

        Task<long> append = AppendOneAsync(silo, "after");
        Task<bool> neighbour = silo.Store.WriteAsync(connection =>
        {
            Meta.Write(connection, "neighbour", "there");
            return true;
        });

        await Assert.ThrowsAsync<DamagedStoreException>(() => append);
        await Assert.ThrowsAsync<DamagedStoreException>(() => AppendOneAsync(silo, "again"));
        Assert.True(await neighbour);
        Assert.Equal(signed, silo.Store.Read(LogStore.ReadSigned));
        Assert.Equal(published, silo.Store.Read(connection => LogStore.ReadFile(connection, TilePath.Checkpoint)));
    }

    /// <summary>The bundle that is not full is read again when it becomes full, and at each start.</summary>
    [Theory]
    [InlineData("UPDATE log_entries SET entry = $1 WHERE idx = 7")]
    [InlineData("UPDATE log_entries SET leaf = zeroblob(32) WHERE idx = 7 AND length($1) > 0")]
    [InlineData("UPDATE log_entries SET entry = $1, leaf = $2 WHERE idx = 7")]
    [InlineData("DELETE FROM log_entries WHERE idx = 7 AND length($1) > 0")]
    public async Task Entry_ChangedInTheOpenBundle_IsFoundWhenTheBundleFillsAndAtTheNextStart(string change)
    {
        TestAccount @operator = TestAccount.New("operator");
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            await AppendAsync(silo, 20);
            byte[] another = System.Text.Encoding.ASCII.GetBytes("another entry");
            object[] values = [another, MerkleHash.Leaf(another).ToArray()];
            await silo.Store.WriteAsync(connection => connection.Execute(change, values.AsSpan(0, change.Contains("$2", StringComparison.Ordinal) ? 2 : 1)));
            long at = silo.Store.Read(LogStore.Size);
            await AppendAsync(silo, (int)(TilePath.FullWidth - at - 1), "fill");

            await Assert.ThrowsAsync<DamagedStoreException>(() => AppendOneAsync(silo, "the last of the bundle"));
            Assert.Equal(TilePath.FullWidth - 1, silo.Store.Read(LogStore.Size));
        }

        await Assert.ThrowsAsync<DamagedStoreException>(() => SiloHost.StartAsync(folder.Path, @operator));
    }

    [Fact]
    public async Task Tile_ChangedAtTheRightEdge_IsFoundAtTheNextStart()
    {
        TestAccount @operator = TestAccount.New("operator");
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            await AppendAsync(silo, 600);
            await silo.Store.WriteAsync(connection => Assert.Equal(1, connection.Execute("UPDATE log_files SET content = zeroblob(length(content)) WHERE path = 'tile/1/000'")));
        }

        await Assert.ThrowsAsync<DamagedStoreException>(() => SiloHost.StartAsync(folder.Path, @operator));
    }

    [Fact]
    public async Task Appends_OfOneGroup_AreUnderOneCheckpointAndOneThatFailsLeavesNoGap()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        long before = silo.Store.Read(LogStore.Size);
        var release = new ManualResetEventSlim();
        // Holds the writer, so that all that follows is one group.
        Task blocker = silo.Store.WriteAsync(_ => release.Wait());
        Task<long>[] appends = [.. Enumerable.Range(0, 200).Select(i => silo.Store.WriteAsync(connection =>
        {
            long index = Append(silo, connection, $"group-{i}");
            return i % 7 == 3 ? throw new InvalidOperationException("on purpose") : index;
        }))];
        int signatures = 0;
        Task counting = silo.Store.WriteAsync(connection =>
        {
            connection.Sqlite().CreateFunction("signed", () => ++signatures);
            connection.Execute("CREATE TEMP TRIGGER signed AFTER UPDATE ON main.log_files WHEN NEW.path = 'signed' BEGIN SELECT signed(); END");
        });
        release.Set();
        await Task.WhenAll(blocker, counting);
        var indexes = new List<long>();
        for (int i = 0; i < appends.Length; i++)
        {
            if (i % 7 == 3)
            {
                await Assert.ThrowsAsync<InvalidOperationException>(() => appends[i]);
            }
            else
            {
                indexes.Add(await appends[i]);
            }
        }

        Assert.Equal(Enumerable.Range(0, indexes.Count).Select(i => before + i), indexes);
        Assert.InRange(signatures, 1, 2);
        Assert.True(Verify(silo).IsClean);
        Assert.Equal(before + indexes.Count, Verify(silo).Entries);
    }

    [Fact]
    public async Task Append_OfAGroupWhoseCommitFails_LeavesTheLogAsItWas()
    {
        TestAccount @operator = TestAccount.New("operator");
        long before;
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            before = silo.Store.Read(LogStore.Size);
            SQLitePCL.delegate_commit fails = _ => 1;
            await silo.Store.WriteAsync(connection => SQLitePCL.raw.sqlite3_commit_hook(connection.Sqlite().Handle, null, null));
            Task arm = silo.Store.WriteAsync(connection =>
            {
                Append(silo, connection, "lost");
                SQLitePCL.raw.sqlite3_commit_hook(connection.Sqlite().Handle, fails, null);
            });
            await Assert.ThrowsAsync<StoreUnavailableException>(() => arm);
            GC.KeepAlive(fails);
            Assert.Equal(before, silo.Store.Read(LogStore.Size));
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path, @operator);
        Assert.True(Verify(again).IsClean);
        Assert.Null(again.Store.Read(connection => again.Service<LogEntries>().Find(connection, "lost")));
    }

    [Fact]
    public async Task Append_WhileTheVaultIsBeingSealed_IsSignedOrRefusedAndTheStoreGoesOn()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        for (int round = 0; round < 20; round++)
        {
            Task<long>[] appends = [.. Enumerable.Range(0, 50).Select(i => AppendOneAsync(silo, $"{round}-{i}"))];
            await TestEpochs.SealAsync(silo);
            foreach (Task<long> append in appends)
            {
                try
                {
                    await append;
                }
                catch (VaultSealedException)
                {
                    // Came too late.
                }
            }

            await TestEpochs.UnsealAsync(silo, announce: false);
            Assert.True(Verify(silo).IsClean);
        }
    }

    [Fact]
    public async Task Log_OfAnOlderTreeSize_IsStillServed()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await AppendAsync(silo, 10);
        IDisclosureLogGrain grain = silo.Grains.GetGrain<IDisclosureLogGrain>($"log/{silo.Vault.Origin}");
        byte[] early = (await grain.Read("tile/entries/000.p/5")).Content;
        byte[] earlyTile = (await grain.Read("tile/0/000.p/5")).Content;
        await AppendAsync(silo, 300, "more");

        Assert.Equal(early, (await grain.Read("tile/entries/000.p/5")).Content);
        Assert.Equal(earlyTile, (await grain.Read("tile/0/000.p/5")).Content);
        Assert.False((await grain.Read("tile/entries/009")).Found);
        Assert.False((await grain.Read("../broker.db")).Found);
        Assert.False((await grain.Read(TilePath.Entries(1L << 56, 1).ToString())).Found);
    }

    [Fact]
    public async Task SealedBytes_MovedToAnotherPlaceOrChanged_DoNotOpen()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        byte[] stored = silo.Vault.SealAtRest("account/one", [1, 2, 3]);

        Assert.Equal([1, 2, 3], silo.Vault.OpenAtRest("account/one", stored));
        Assert.Throws<DamagedStoreException>(() => silo.Vault.OpenAtRest("account/two", stored));
        for (int i = 0; i < stored.Length; i++)
        {
            byte[] changed = [.. stored];
            changed[i] ^= 1;
            Assert.Throws<DamagedStoreException>(() => silo.Vault.OpenAtRest("account/one", changed));
        }
    }

    [Fact]
    public async Task Vault_RestartedOnItsFolder_HasTheSameKeys()
    {
        byte[] key;
        EpochId epoch;
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path))
        {
            (key, epoch) = (silo.Vault.LogPublicKey, silo.Vault.CurrentEpoch.Id);
        }

        await using SiloHost again = await SiloHost.StartAsync(folder.Path);
        Assert.Equal(key, again.Vault.LogPublicKey);
        Assert.Equal(epoch, again.Vault.CurrentEpoch.Id);
    }

    [Fact]
    public async Task Vault_WithItsKeyFileGone_RefusesToStartAndChangesNothing()
    {
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path))
        {
            Assert.True(silo.Vault.IsUnsealed);
        }

        byte[] ring = await File.ReadAllBytesAsync(Path.Combine(folder.Path, "key-ring"));
        File.Delete(Path.Combine(folder.Path, "development.key"));

        await Assert.ThrowsAsync<InvalidDataException>(() => SiloHost.StartAsync(folder.Path));
        Assert.Equal(ring, await File.ReadAllBytesAsync(Path.Combine(folder.Path, "key-ring")));
    }

    internal static LogReport Verify(SiloHost silo)
    {
        var log = new CheckpointVerifier(new VerifierKey(silo.Vault.Origin.ToString(), silo.Vault.LogPublicKey), WitnessPolicy.None, Ed25519.Verify);
        return LogVerification.Check(path => silo.Store.Read(connection => LogStore.ReadFile(connection, path)), log);
    }

    private static async Task AppendAsync(SiloHost silo, int count, string prefix = "event")
    {
        for (int i = 0; i < count; i++)
        {
            await AppendOneAsync(silo, $"{prefix}-{i}");
        }
    }

    private static Task<long> AppendOneAsync(SiloHost silo, string key) => silo.Store.WriteAsync(connection => Append(silo, connection, key));

    private static long Append(SiloHost silo, StoreConnection connection, string key) => silo.Service<LogEntries>().Append(
        connection, key, new VaultEventEntry(silo.Vault.Origin.ToString(), VaultEvent.Unseal, 7));
}
