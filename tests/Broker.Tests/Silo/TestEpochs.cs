using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Tests.Silo;

/// <summary>What custodians and operators do to a vault, done at once to a development silo's.</summary>
internal static class TestEpochs
{
    /// <summary>Adds an epoch, under which everything is stored from here on; the one that was current before.</summary>
    public static async Task<EpochId> RotateAsync(SiloHost silo)
    {
        EpochId before = silo.Vault.CurrentEpoch.Id;
        await ChangeAsync(silo, ring => ring.Rotate(RandomNumberGenerator.Fill, SiloHost.CalendarStart));
        return before;
    }

    /// <summary>Seals everything that is under the old epoch again; how many batches that took.</summary>
    public static async Task<int> RewrapAsync(SiloHost silo, EpochId old, int most = 64)
    {
        int batches = 0;
        while (await silo.Store.ShredAsync(connection => SealedColumns.Rewrap(connection, silo.Vault, old, most)) > 0)
        {
            batches++;
        }

        return batches;
    }

    public static Task DestroyAsync(SiloHost silo, EpochId old) => ChangeAsync(silo, ring => Assert.True(ring.TryDestroyEpoch(old)));

    /// <summary>A whole end of the current epoch; the epoch that ended.</summary>
    public static async Task<EpochId> EndAsync(SiloHost silo)
    {
        EpochId old = await RotateAsync(silo);
        await RewrapAsync(silo, old);
        await DestroyAsync(silo, old);
        return old;
    }

    public static Task SealAsync(SiloHost silo) => silo.Vault.SealAsync();

    /// <summary>Unseals; when that is announced, the silo takes what waits by itself, some time after.</summary>
    public static async Task UnsealAsync(SiloHost silo, bool announce = true)
    {
        using SecretKey root = silo.Service<DevelopmentKeys>().Root(RandomNumberGenerator.Fill);
        Assert.Equal("", silo.Service<VaultOpening>().TryUnseal(KeyRing.RingKey(root)));
        await silo.Service<LogOpening>().WriteUnsealing();
        if (announce)
        {
            silo.Vault.AnnounceUnsealed();
        }
    }

    private static async Task ChangeAsync(SiloHost silo, Action<KeyRing> change)
    {
        using RingChange changed = silo.Vault.Prepare(change);
        silo.Service<VaultFiles>().WriteRing(changed.Sealed);
        silo.Vault.Adopt(changed);
        await silo.Service<LogOpening>().WriteRing();
    }
}
