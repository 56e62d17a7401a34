using Broker.Sealing;
using Broker.Silo.Backup;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Doctor;

/// <summary>Reads a store as a backup does, beside the silo, and verifies the whole log in it.</summary>
internal static class StoreLook
{
    public static StoreFacts Read(SiloOptions options)
    {
        try
        {
            using BackupSource source = BackupSource.Open(options);
            return Read(source.Store, options);
        }
        catch (Exception fault) when (fault is BackupException)
        {
            return new StoreFacts(fault.Message, "", 0, null);
        }
        catch (Exception fault) when (fault is System.Data.Common.DbException or IOException)
        {
            return new StoreFacts("the store can't be read: it is damaged, or another user's", "", 0, null);
        }
    }

    private static StoreFacts Read(StoreConnection store, SiloOptions options)
    {
        long entries = LogStore.Size(store);
        string key = Meta.Read(store, PublishedKeys.LogKeyKey) ?? "";
        if (entries == 0)
        {
            return new StoreFacts("", LogStore.ReadSigned(store) is null ? "" : "entries are missing", 0, null);
        }

        if (key.Length != 64 || !key.All(char.IsAsciiHexDigitLower))
        {
            return new StoreFacts("", "the store does not say which key signs it", entries, null);
        }

        var log = new VerifierKey(options.Origin, Convert.FromHexString(key));
        LogReport report = LogVerification.Check(
            path => path == TilePath.Checkpoint ? LogStore.ReadSigned(store) : LogStore.ReadFile(store, path), new CheckpointVerifier(log, WitnessPolicy.None, Ed25519.Verify));
        string fault = !report.IsClean ? report.Fault.ToString() : report.Entries != entries ? "entries that nobody signed" : "";
        return new StoreFacts("", fault, entries, LastCosignature(store, log, options));
    }

    private static DateTimeOffset? LastCosignature(StoreConnection store, VerifierKey log, SiloOptions options)
    {
        if (!WitnessFile.TryRead(options.Witnesses, out WitnessPolicy policy, out _) || LogStore.ReadFile(store, TilePath.Checkpoint) is not { } published)
        {
            return null;
        }

        IReadOnlyList<(Witness Witness, long Time)> cosigners = new CheckpointVerifier(log, policy, Ed25519.Verify).Cosigners(published);
        return cosigners.Count == 0 ? null : DateTimeOffset.FromUnixTimeSeconds(Math.Min(cosigners.Max(one => one.Time), DateTimeOffset.MaxValue.ToUnixTimeSeconds()));
    }
}
