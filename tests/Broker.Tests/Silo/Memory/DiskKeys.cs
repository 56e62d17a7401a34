using System.Security.Cryptography;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo.Memory;

/// <summary>Every key of a silo, for whoever has its folder and its root key: the tests need to know what they look for.</summary>
internal sealed class DiskKeys : IDisposable
{
    private readonly string folder;
    private readonly byte[] root;
    private readonly SecretKey ringKey;
    private readonly KeyRing ring;

    /// <param name="folder">The data folder.</param>
    /// <param name="root">The root key; by default the one that a development silo leaves beside its data.</param>
    public DiskKeys(string folder, byte[]? root = null)
    {
        this.folder = folder;
        this.root = root ?? File.ReadAllBytes(Path.Combine(folder, "development.key"));
        (ring, ringKey, _) = Open();
    }

    /// <summary>The keys that an unsealed silo holds.</summary>
    public IReadOnlyList<(string Name, byte[] Key)> Held()
    {
        byte[] seed = new byte[32];
        ring.Log.ExportSeed(seed);
        List<(string, byte[])> keys =
        [
            ("the ring key", Bytes(ringKey)), ("the log's seed", seed), ("the enrolment root", Bytes(ring.EnrolmentRoot)),
            ("the ledger key", Bytes(ring.Ledger)), ("the leaf key", Bytes(ring.Leaf)), ("the token key", Bytes(ring.Token)),
        ];
        foreach (VaultEpoch epoch in ring.Epochs)
        {
            byte[] sealing = new byte[32];
            epoch.Sealing.Export(sealing);
            keys.AddRange([($"epoch {epoch.Id}'s private key", sealing), ($"epoch {epoch.Id}'s storage key", Bytes(epoch.Storage))]);
        }

        return keys;
    }

    /// <summary>The keys that exist for single computations only.</summary>
    public IReadOnlyList<(string Name, byte[] Key)> Passing(AccountId depositor, RecordId record)
    {
        using SecretKey enrolment = ring.EnrolmentSecret(depositor);
        using SecretKey slot = enrolment.Derive("slot");
        using SecretKey psk = enrolment.Derive("hpke-psk");
        return
        [
            ("the root key", root), ("a member's enrolment secret", Bytes(enrolment)), ("a member's slot key", Bytes(slot)),
            ("a member's pre-shared key", Bytes(psk)), ("the record's data key", DataKey(record)),
        ];
    }

    public void Dispose()
    {
        ring.Dispose();
        ringKey.Dispose();
    }

    private byte[] DataKey(RecordId record)
    {
        SQLitePCL.Batteries_V2.Init();
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder, "broker.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false,
        }.ToString());
        connection.Open();
        byte[] wrapped = connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", record.ToString())!;
        using var vault = new VaultService(RemoteSilo.Origin, RandomNumberGenerator.Fill);
        (KeyRing opened, SecretKey key, byte[] digest) = Open();
        vault.Unseal(opened, key, digest);
        return vault.OpenAtRest(SealedColumns.DataKeys.Place(record.ToString()), wrapped);
    }

    private (KeyRing Ring, SecretKey Key, byte[] Digest) Open()
    {
        using SecretKey rootKey = SecretKey.FromBytes(root);
        SecretKey key = KeyRing.RingKey(rootKey);
        byte[] stored = File.ReadAllBytes(Path.Combine(folder, "key-ring"));
        Assert.True(KeyRing.TryOpen(stored, key, out KeyRing? opened, out _));
        return (opened!, key, SHA256.HashData(stored));
    }

    /// <summary>A copy of a key's bytes.</summary>
    public static byte[] Bytes(SecretKey key)
    {
        byte[] bytes = new byte[SecretKey.Size];
        key.Use(bytes, static (secret, target) => secret.CopyTo(target));
        return bytes;
    }
}
