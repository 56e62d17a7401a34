using System.Text;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Transparency;

namespace Broker.Silo.Vault;

/// <summary>The public keys that everybody may ask for also while the vault is sealed: identity, log, and the epoch that depositors seal to.</summary>
/// <remarks>
/// They are kept in the store, in clear, because a sealed silo can open nothing. Whoever changes them there gains nothing: the epoch's note is
/// checked under the identity, which the configuration names, and readers pin the log's key by hand.
/// INVARIANT: <see cref="Epoch"/> is never one that the identity did not sign.
/// </remarks>
internal sealed class PublishedKeys(IStore store, VaultService vault, WitnessPolicy witnesses)
{
    /// <summary>The row of the store's <c>meta</c> that holds the installed epoch's note.</summary>
    public const string NoteKey = "epoch-note";

    /// <summary>The row of the store's <c>meta</c> that holds the public key of the log.</summary>
    public const string LogKeyKey = "log-key";

    private volatile InstalledNote? installed;
    private volatile byte[] logKey = [];

    /// <summary>The identity's public key, 32 bytes; empty before <see cref="Load"/>.</summary>
    public byte[] Identity { get; private set; } = [];

    /// <summary>The name that the identity signs under.</summary>
    public string IdentityName => $"{vault.Origin}/identity";

    /// <summary>The epoch that depositors seal to; null when no note is installed.</summary>
    public EpochKey? Epoch => installed?.Epoch;

    /// <summary>The installed epoch's note; empty for none.</summary>
    public string EpochKeyNote => installed?.Text ?? "";

    /// <summary>The log's key; null before the first unsealing.</summary>
    public VerifierKey? Log => logKey is { Length: 32 } key ? new VerifierKey(vault.Origin.ToString(), key) : null;

    /// <summary>What tools pin, as a trust file: the keys and the witness policy; empty before the first unsealing.</summary>
    public string TrustFile => Log is { } log && Identity.Length == 32
        ? Encoding.UTF8.GetString(new TrustFile(log, new VerifierKey(IdentityName, Identity), witnesses).Format())
        : "";

    /// <summary>Reads what the store has. False when it holds a note that the identity did not sign: that one is not served.</summary>
    public bool Load(byte[] identity)
    {
        Identity = identity;
        (string? note, string? log) = store.Read(connection => (Meta.Read(connection, NoteKey), Meta.Read(connection, LogKeyKey)));
        logKey = log is { Length: 64 } && log.All(char.IsAsciiHexDigitLower) ? Convert.FromHexString(log) : [];
        installed = note is null ? null : Check(Encoding.UTF8.GetBytes(note));
        return note is null || installed is not null;
    }

    /// <summary>Keeps the log's public key in the caller's transaction.</summary>
    public void KeepLogKey(StoreConnection connection, byte[] key)
    {
        Meta.Write(connection, LogKeyKey, Convert.ToHexStringLower(key));
        logKey = key;
    }

    /// <summary>
    /// Installs a note of the newest epoch. False when the identity did not sign it or it is for another epoch; nothing is changed then.
    /// </summary>
    public async Task<bool> TryInstall(byte[] note)
    {
        if (Check(note) is not { } candidate || !IsOf(candidate, vault.CurrentEpoch))
        {
            return false;
        }

        await store.WriteAsync(connection => Meta.Write(connection, NoteKey, candidate.Text));
        installed = candidate;
        return true;
    }

    /// <summary>
    /// Drops an installed note whose epoch is not in the opened ring: an older note was put back into the store, or the ring is another one, and
    /// what depositors would seal to it could not be opened. True when there was nothing to drop.
    /// </summary>
    public bool AgreesWith(RingFacts ring)
    {
        if (installed is not { } note || ring.Epochs.Any(epoch => IsOf(note, epoch)))
        {
            return true;
        }

        installed = null;
        return false;
    }

    private static bool IsOf(InstalledNote note, EpochKey epoch) =>
        note.Epoch.Id == epoch.Id && note.Epoch.PublicKey.AsSpan().SequenceEqual(epoch.PublicKey);

    private InstalledNote? Check(byte[] note) =>
        Sealing.EpochKeyNote.TryParse(note, vault.Origin, IdentityName, Identity, out EpochKey? epoch)
            ? new InstalledNote(epoch!, Encoding.UTF8.GetString(note))
            : null;

    private sealed record InstalledNote(EpochKey Epoch, string Text);
}
