using Broker.Sealing;
using Broker.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

/// <summary>Brings the vault up at start: sealed, unless a development silo unseals itself, which it warns of.</summary>
internal sealed partial class VaultStarter(
    SiloOptions options, VaultFiles files, DevelopmentKeys development, VaultService vault, VaultOpening opening, PublishedKeys published, StartKey start,
    SiloKeyConsole console, IStore store, Grains.WallClock wall, ILogger<VaultStarter> log)
{
    private readonly List<string> warnings = [];

    /// <summary>What operators and visitors must be told at each start.</summary>
    public IReadOnlyList<string> Warnings => warnings;

    private bool HasData => store.Read(connection => connection.Number("SELECT count(*) FROM log_entries")) > 0;

    /// <exception cref="InvalidDataException">Files are missing or don't belong together.</exception>
    /// <exception cref="DamagedStoreException">The key ring is not the one that belongs here.</exception>
    public void Start()
    {
        // The moment of the start, from which on signatures count, is taken before anything can answer.
        _ = wall.StartedAt;
        files.Recover();
        if (!SodiumLibrary.KeyMemoryIsLocked)
        {
            warnings.Add("key memory is not locked: keys can reach the swap; raise the limit of locked memory (ulimit -l)");
        }

        if (store.Read(RestoredStore.Read) is { } restored && wall.Now < restored.At + RestoredStore.IsRecent)
        {
            warnings.Add("this store was restored from a backup: what was deposited, withdrawn or measured after it is not in it; docs/operations.md says what to do");
        }

        if (options.UnsealsItself && !files.VaultExists)
        {
            UnsealItself();
        }
        else
        {
            StartSealed();
        }
    }

    private void StartSealed()
    {
        if (development.RootExists)
        {
            throw new InvalidDataException(files.VaultExists
                ? "the data folder has a `vault` and a `development.key`: it can't be told which one its records are under; nothing was changed: move away the one that does not belong here"
                : "the data folder belongs to a development silo that unseals itself; nothing was changed: name a folder of its own for a vault with custodians");
        }

        if (!options.TryIdentity(out byte[] identity))
        {
            throw new InvalidDataException("`Silo:Identity` is missing: a vault with custodians needs the offline identity's public key; nothing was changed");
        }

        CheckFiles();
        if (!published.Load(identity))
        {
            warnings.Add("the installed epoch note is not signed by the configured identity: nobody can deposit until another one is installed");
        }

        console.Show(start);
        StartedSealed(log, files.VaultExists ? "sealed" : "uninitialised");
    }

    private void CheckFiles()
    {
        // A ring alone, without data, is what an interrupted init leaves: the next one writes over it.
        string? missing = files.VaultExists ? (files.RingExists ? null : VaultFiles.Ring) : (HasData ? VaultFiles.Vault : null);
        if (missing is not null)
        {
            throw new InvalidDataException($"`{missing}` is missing from the data folder; nothing was changed: put the file back");
        }

        if (files.VaultExists && !VaultFile.TryParse(files.ReadVault(), vault.Origin, out _, out _))
        {
            throw new InvalidDataException("the file `vault` is not a vault file of this origin; nothing was changed: put the right file back");
        }
    }

    private void UnsealItself()
    {
        if (!files.RingExists && HasData)
        {
            // Before a key file is made: beside one, the files that are missing could not be put back.
            throw new InvalidDataException("`key-ring` is missing while the store has data; nothing was changed: put the file back");
        }

        warnings.Add("development vault: it unsealed itself from a key file beside the data; whoever has the data folder can open everything");
        UnsealedItself(log);
        using SecretKey root = development.Root(vault.Random);
        using Ed25519SigningKey identity = development.Identity(vault.Random);
        SecretKey ringKey = KeyRing.RingKey(root);
        if (!files.RingExists)
        {
            CreateRing(ringKey);
        }

        if (opening.TryUnseal(ringKey) is { Length: > 0 } fault)
        {
            throw new DamagedStoreException(fault + ": put the right files back");
        }

        published.Load(identity.PublicKey);
        byte[] note = EpochKeyNote.Format(vault.Origin, vault.CurrentEpoch, published.IdentityName, identity);
        _ = published.TryInstall(note).GetAwaiter().GetResult();
    }

    private void CreateRing(SecretKey ringKey)
    {
        using KeyRing made = KeyRing.Create(vault.Random);
        files.WriteRing(made.SealUnder(ringKey, vault.Random));
    }
}
