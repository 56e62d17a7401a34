using Broker.Briefings;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

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

    [Fact]
    public async Task Append_OntoAChangedTree_IsRefusedAndNothingIsSigned()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await AppendAsync(silo, 20);
        byte[] checkpoint = silo.Store.Read(connection => LogStore.ReadFile(connection, TilePath.Checkpoint))!;
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE log_files SET content = zeroblob(length(content)) WHERE path LIKE 'tile/0/%'"));

        await Assert.ThrowsAsync<DamagedStoreException>(() => AppendOneAsync(silo, "after"));

        Assert.Equal(checkpoint, silo.Store.Read(connection => LogStore.ReadFile(connection, TilePath.Checkpoint)));
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

    private static LogReport Verify(SiloHost silo)
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

    private static Task<long> AppendOneAsync(SiloHost silo, string key) => silo.Store.WriteAsync(connection => silo.Service<LogEntries>().Append(
        connection, key, new VaultEventEntry(silo.Vault.Origin.ToString(), VaultEvent.Unseal, 7)));
}
