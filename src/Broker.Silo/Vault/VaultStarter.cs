using System.Text;
using Broker.Sealing;
using Broker.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

/// <summary>Brings the vault up at start: a development silo unseals itself and warns; a production silo stays sealed.</summary>
internal sealed partial class VaultStarter(SiloOptions options, VaultFiles files, VaultService vault, SqliteStore store, ILogger<VaultStarter> log)
{
    private readonly List<string> warnings = [];

    /// <summary>What operators and visitors must be told at each start.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    /// <summary>The epoch's public key as a note signed by the identity key; empty while sealed.</summary>
    public string EpochKeyNote { get; private set; } = "";

    /// <summary>The identity's public key, 32 bytes; empty while sealed.</summary>
    public byte[] IdentityPublicKey { get; private set; } = [];

    /// <summary>The name that the identity key signs under.</summary>
    public string IdentityName => $"{vault.Origin}/identity";

    /// <summary>SHA-256 of the sealed key ring file.</summary>
    public byte[] RingDigest { get; private set; } = [];

    public void Start()
    {
        if (!options.IsDevelopment)
        {
            warnings.Add("the vault is sealed: this version unseals only from a development key file, which production refuses");
            StartedSealed(log);
            return;
        }

        if (!SodiumLibrary.KeyMemoryIsLocked)
        {
            warnings.Add("key memory is not locked: keys can reach the swap; raise the limit of locked memory (ulimit -l)");
        }

        warnings.Add("development vault: it unsealed itself from a key file beside the data; whoever has the data folder can open everything");
        UnsealedItself(log);
        using SecretKey root = files.DevelopmentRoot(vault.Random);
        using Ed25519SigningKey identity = files.DevelopmentIdentity(vault.Random);
        vault.Unseal(OpenOrCreate(root));
        EpochKeyNote = Encoding.UTF8.GetString(Sealing.EpochKeyNote.Format(vault.Origin, vault.CurrentEpoch, IdentityName, identity));
        IdentityPublicKey = identity.PublicKey;
    }

    private KeyRing OpenOrCreate(SecretKey root)
    {
        using SecretKey ringKey = KeyRing.RingKey(root);
        if (!files.RingExists)
        {
            if (store.Read(connection => connection.Number("SELECT count(*) FROM log_entries")) > 0)
            {
                throw new InvalidDataException("`key-ring` is missing while the store has data; nothing was changed: put the file back");
            }

            KeyRing made = KeyRing.Create(vault.Random);
            files.WriteRing(made.SealUnder(ringKey, vault.Random));
            made.Dispose();
        }

        byte[] stored = files.ReadRing();
        RingDigest = System.Security.Cryptography.SHA256.HashData(stored);
        return KeyRing.TryOpen(stored, ringKey, out KeyRing? opened, out _)
            ? opened!
            : throw new DamagedStoreException("the key ring does not open under the development key; nothing was changed: put the right files back");
    }
}
