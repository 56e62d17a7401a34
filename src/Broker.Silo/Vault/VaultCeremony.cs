using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

/// <summary>The ceremonies of custody: init, unsealing share by share, sealing, rekey. Who may ask for what is the grain's concern.</summary>
internal sealed partial class VaultCeremony(
    SiloOptions options, VaultService vault, VaultFiles files, DevelopmentKeys development, VaultOpening opening, LogOpening entries, IStore store, StartKey start,
    SiloKeyConsole console, WallClock wall, VaultTurn turn, ILogger<VaultCeremony> log) : IDisposable
{
    private const int SharesASecond = 500;

    // Longer than the store waits for a slow reader; a store that takes longer hangs, and the vault must close.
    private static readonly TimeSpan LongestEntry = TimeSpan.FromSeconds(12);

    private readonly Lock guard = new();
    private readonly ShareRate rate = new(SharesASecond); // guarded by guard, as is all that follows
    private readonly HashSet<string> envelopes = new(StringComparer.Ordinal); // digests of those that were taken since the silo key is this one
    private bool wasUnsealed;
    private SharesGiven? given;
    private PendingRekey? pending;
    private VaultFile? sharing;

    private bool HasData => store.Read(connection => connection.Number("SELECT count(*) FROM log_entries")) > 0;

    /// <summary>What is asked for now and who has given, as of this moment.</summary>
    public CeremonyState State()
    {
        lock (guard)
        {
            Refresh();
            VaultFile? shown = given?.File ?? Sharing();
            return new CeremonyState(
                vault.IsUnsealed ? "unsealed" : files.VaultExists || development.RootExists ? "sealed" : "uninitialised",
                given?.Purpose.ToString() ?? "",
                shown?.GroupsNeeded ?? 0,
                [.. (shown?.Groups ?? []).Select((group, index) => new VaultGroupState(group.Name, group.Threshold, group.ShareHashes.Count, given?.Numbers(index) ?? []))],
                pending is { } rekey ? System.Text.Encoding.ASCII.GetString(rekey.Plan.Format()) : "");
        }
    }

    /// <summary>Makes root key, key ring and shares. The vault is sealed afterwards: the first unsealing shows that the shares work.</summary>
    public Task<Outcome> Init(byte[] body) => turn.Take(() =>
    {
        if (files.VaultExists || development.RootExists || options.UnsealsItself || vault.IsUnsealed || HasData)
        {
            return Task.FromResult(VaultAnswers.Exists);
        }

        if (!VaultPlan.TryParse(body, out VaultPlan? plan, out _))
        {
            return Task.FromResult(Answers.Malformed("plan of custodians"));
        }

        (VaultFile file, IReadOnlyList<IssuedShare> shares, SecretKey ringKey) = ShareIssuer.Issue(vault.Origin, plan!, vault.Random);
        using (ringKey)
        using (KeyRing ring = KeyRing.Create(vault.Random, wall.Now))
        {
            files.WriteInit(file.Format(), ring.SealUnder(ringKey, vault.Random), IssuedShareFile.Format(shares));
        }

        Initialised(log);
        return Task.FromResult(Outcome.Ok);
    });

    /// <summary>The shares that were issued and that nobody has confirmed yet.</summary>
    public IReadOnlyList<IssuedShare> Issued() => files.ReadIssued() is { } issued ? IssuedShareFile.Parse(issued) : [];

    /// <summary>Takes one share; at a quorum, does what the shares were given for.</summary>
    public Task<Outcome> Give(byte[] body) => turn.Take(async () =>
    {
        SecretKey? root = null;
        SharePurpose purpose = default;
        lock (guard)
        {
            Refresh();
            Outcome taken = Take(body);
            if (!taken.IsOk || !given!.IsQuorum)
            {
                return taken;
            }

            purpose = given.Purpose;
            root = given.Combine();
        }

        using (root)
        {
            Outcome done = root is null
                ? VaultAnswers.Damaged("the shares are those that the file `vault` names and yet don't belong together: that file was changed; all shares were forgotten")
                : await Act(purpose, KeyRing.RingKey(root));
            if (!done.IsOk)
            {
                DidNotOpen(log, done.Sentence);
            }

            return done;
        }
    });

    /// <summary>Seals the vault now. Nothing that the log or the store says keeps it open.</summary>
    public Task<Outcome> Seal() => turn.Take(async () =>
    {
        if (!vault.IsUnsealed)
        {
            return Outcome.Ok;
        }

        try
        {
            // An entry that comes to its turn later finds the vault sealed and is not written.
            await entries.WriteSealing().WaitAsync(LongestEntry);
        }
#pragma warning disable CA1031 // whatever the log's trouble is, the vault must close
        catch (Exception fault)
#pragma warning restore CA1031
        {
            SealingNotLogged(log, fault.GetType().Name);
        }

        await vault.SealAsync();
        lock (guard)
        {
            Refresh();
        }

        files.DropNextShares();
        WasSealed(log);
        return Outcome.Ok;
    });

    /// <summary>Proposes a new sharing; one that was proposed before and not confirmed is given up.</summary>
    public Task<Outcome> Rekey(byte[] body) => turn.Take(() =>
    {
        if (!files.VaultExists)
        {
            return Task.FromResult(VaultAnswers.Uninitialised);
        }

        if (!VaultPlan.TryParse(body, out VaultPlan? plan, out _))
        {
            return Task.FromResult(Answers.Malformed("plan of custodians"));
        }

        lock (guard)
        {
            pending?.Dispose();
            pending = new PendingRekey(plan!, vault.Origin);
            Refresh();
        }

        files.DropNextShares();
        Rekeying(log, "proposed");
        return Task.FromResult(Outcome.Ok);
    });

    /// <summary>Forgets what was given too long ago, also when nobody asks.</summary>
    public void Sweep()
    {
        lock (guard)
        {
            given?.Sweep(wall.Now);
        }
    }

    public void Dispose()
    {
        lock (guard)
        {
            given?.Dispose();
            pending?.Dispose();
            (given, pending) = (null, null);
        }
    }

    /// <summary>Brings what is asked for in line with the vault's state, and forgets old shares. Under <see cref="guard"/>.</summary>
    private void Refresh()
    {
        if (wasUnsealed && !vault.IsUnsealed)
        {
            // A rekey that was not confirmed is given up: nothing has changed. And no envelope that was given before opens the vault again.
            pending?.Dispose();
            pending = null;
            envelopes.Clear();
            start.Renew();
            console.Show(start);
        }

        wasUnsealed = vault.IsUnsealed;

        (SharePurpose purpose, VaultFile? file) = Asked();
        if (given is not null && (given.Purpose != purpose || !ReferenceEquals(given.File, file)))
        {
            given.Dispose();
            given = null;
        }

        if (given is null && file is not null)
        {
            given = new SharesGiven(purpose, file);
        }

        given?.Sweep(wall.Now);
    }

    private (SharePurpose Purpose, VaultFile? File) Asked() => (vault.IsUnsealed, pending) switch
    {
        (false, _) => (SharePurpose.Unseal, Sharing()),
        (true, { Issued: { } issued } rekey) => (SharePurpose.Confirm(rekey.Digest), issued),
        (true, { } rekey) => (SharePurpose.Rekey(rekey.Digest), Sharing()),
        _ => (default, null),
    };

    /// <summary>The sharing of the vault file; null while there is none.</summary>
    private VaultFile? Sharing()
    {
        if (sharing is null && files.VaultExists)
        {
            sharing = VaultFile.TryParse(files.ReadVault(), vault.Origin, out VaultFile? file, out _)
                ? file
                : throw new DamagedStoreException("the file `vault` is not a vault file of this origin; nothing was changed: put the right file back");
        }

        return sharing;
    }
}
