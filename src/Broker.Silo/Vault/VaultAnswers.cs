using Broker.Contracts;
using Broker.Sealing;

namespace Broker.Silo.Vault;

/// <summary>The answers of the vault's ceremonies. They name custodians by group and number, never a person, and never a word of a share.</summary>
internal static class VaultAnswers
{
    public static Outcome Uninitialised { get; } = Outcome.Refuse("uninitialised", "this vault has no custodians yet; an operator has to initialise it");

    public static Outcome Exists { get; } = Outcome.Refuse("vault-exists", "this data folder has a vault already; nothing was changed");

    public static Outcome NotAsked { get; } = Outcome.Refuse("share-not-asked", "nothing waits for shares with this purpose; the share was forgotten");

    public static Outcome NotAnEnvelope { get; } = Outcome.Refuse(
        "share-malformed", "this is not a share that was sealed to the silo key of this start, for this purpose; look at the silo's console for the key and give it again");

    public static Outcome Replayed { get; } = Outcome.Refuse("share-repeated", "this very envelope was given before; the custodian has to seal the share anew");

    public static Outcome Busy { get; } = Outcome.Refuse("busy", "shares arrive faster than the silo takes them; nothing was looked at");

    public static Outcome EpochNote { get; } = Outcome.Refuse(
        "epoch-note", "this is not a note of the newest epoch that the configured identity signed; depositors go on sealing to the epoch that was installed before");

    public static Outcome UnknownEpoch { get; } = Outcome.Refuse("unknown-epoch", "the key ring has no such epoch: it is over already, or it never was; nothing was changed");

    public static Outcome CurrentEpoch { get; } = Outcome.Refuse("epoch-current", "this is the newest epoch, under which everything is stored; begin a new one first");

    public static Outcome InstalledEpoch { get; } = Outcome.Refuse("epoch-current", "depositors still seal to this epoch; install the note of the newest one first");

    public static Outcome InboxNotEmpty { get; } = Outcome.Refuse("inbox-not-empty", "the inbox holds deposits that are sealed to this epoch; wait until they are taken in");

    public static Outcome TooManyEpochs { get; } = Outcome.Refuse("conflict", "the key ring holds as many epochs as it may; end the oldest ones first");

    /// <summary>There is more to re-wrap, or a call that began long ago still runs.</summary>
    public static Outcome EpochNotOver { get; } = Outcome.Refuse("busy", "the epoch is not over yet: there is more to re-wrap, or calls that began before are still running; nothing is lost, ask again to go on");

    /// <summary>Which pair of files the disk holds is known at the next start only.</summary>
    public static Outcome RekeyInterrupted { get; } = Outcome.Refuse(
        "internal", "the rekey did not come to its end, and only a restart of the silo tells whether the old shares hold or the new ones: keep both, restart it, and unseal it with either");

    public static Outcome Damaged(string fault) => Outcome.Refuse("vault-damaged", fault);

    /// <summary>Says no more than that: which word is wrong is told on the custodian's own machine, where nobody reads along.</summary>
    public static Outcome NotWords { get; } = Outcome.Refuse(
        "share-malformed", "the words are not those of a share; the custodian's own tool says what is wrong with them");

    public static Outcome Foreign(string custodian) => Outcome.Refuse(
        "share-foreign", $"this is a share of {custodian} but not of this vault: it is another vault's, one from before a rekey, or altered");

    public static Outcome Repeated(string custodian) => Outcome.Refuse("share-repeated", $"{custodian} has given already; another custodian has to give");
}
