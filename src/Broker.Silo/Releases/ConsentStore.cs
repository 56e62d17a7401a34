using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Grains;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Releases;

/// <summary>The rows of depositors' consents and revocations: every one is kept, the last one counts.</summary>
/// <remarks>
/// Reference: docs/specs/sharing-policy.md, "Consent". Sealed bytes: length of salt and facts, 4; salt and facts; the signed note. Names are keyed and
/// numbered, so a seized file does not tell which consents are of one depositor.
/// INVARIANT: a consent widens nothing unless its depositor's own signature over it holds now and its entry in the log commits to it. One that was
/// taken out, put back or changed is told by its neighbours in the row and by the log, and nothing is counted then.
/// </remarks>
internal sealed class ConsentStore(IStore store, VaultService vault, AccountStore accounts, LogEntries entries)
{
    private const int LengthSize = sizeof(int);
    private readonly string origin = vault.Origin.ToString();

    /// <summary>What a count of a country's contributions looks consents up in.</summary>
    /// <param name="within">The transaction that counts; null for the last committed state.</param>
    /// <param name="country">The country.</param>
    public ConsentView View(StoreConnection? within, string country) => new(this, store, within, country);

    /// <summary>The last note of a depositor about a revision, consent or revocation, and how many there are.</summary>
    /// <exception cref="DamagedStoreException">The rows are not what the log says.</exception>
    public (StandingConsent? Last, int Count) Find(StoreConnection connection, AccountName depositor, string country, Sha256Digest from)
    {
        StandingConsent? last = null;
        Account? signer = null;
        int count = 0;
        while (Row(connection, depositor, country, from, count) is { } row)
        {
            signer ??= accounts.Find(AccountId.Parse(depositor.ToString()));
            StandingConsent read = Open(connection, signer, depositor, row) ?? throw Damaged();
            if (read.Terms.Country != country || read.Terms.From != from || read.Terms.After != last?.Entry)
            {
                throw Damaged();
            }

            last = read;
            count++;
        }

        // A revocation whose row was deleted would widen again what its depositor took back: the log still has it.
        return entries.Find(connection, LogKey(depositor, country, from, count)) is null ? (last, count) : throw Damaged();
    }

    /// <summary>Keeps a note as the next one, with its entry, in the caller's transaction; the index of the entry.</summary>
    public long Append(StoreConnection connection, ConsentFacts facts, byte[] note, int number)
    {
        ConsentTerms terms = facts.Terms;
        CommittedPending pending = entries.Commit(LogEntryKind.Consent, LogKey(facts.Depositor, terms.Country, terms.From, number), facts.Encode(origin));
        long index = entries.Append(connection, pending);
        byte[] name = Name(facts.Depositor, terms.Country, terms.From, number);
        byte[] value = new byte[LengthSize + pending.SaltAndFacts.Length + note.Length];
        BinaryPrimitives.WriteInt32BigEndian(value, pending.SaltAndFacts.Length);
        pending.SaltAndFacts.CopyTo(value.AsSpan(LengthSize));
        note.CopyTo(value.AsSpan(LengthSize + pending.SaltAndFacts.Length));
        connection.Execute(
            "INSERT INTO consents (name, entry, sealed) VALUES ($1, $2, $3)",
            name, index, vault.SealPaddedAtRest(SealedColumns.Consents.Place(name, index), value));
        return index;
    }

    /// <summary>How many there are, which never falls.</summary>
    public static long Count(StoreConnection connection) => connection.Number("SELECT count(*) FROM consents") ?? 0;

    /// <summary>Whether there are as many rows as the log has entries of consents: what an auditor's rebuild asks once.</summary>
    public bool AreAllThere(StoreConnection connection)
    {
        byte[] beginning = Encoding.ASCII.GetBytes($"{origin}/{LogEntryKinds.Word(LogEntryKind.Consent)}/v1\n");

        // One statement, so that a consent in between is in both numbers or in none.
        return connection.Number(
            "SELECT (SELECT count(*) FROM consents) = (SELECT count(*) FROM log_entries WHERE substr(entry, 1, $1) = $2)", beginning.Length, beginning) == 1;
    }

    private (byte[] Name, long Entry, byte[] Sealed)? Row(StoreConnection connection, AccountName depositor, string country, Sha256Digest from, int number)
    {
        byte[] name = Name(depositor, country, from, number);
        List<(long Entry, byte[] Sealed)> rows = connection.Rows(row => (row.GetInt64(0), row.Bytes(1)), "SELECT entry, sealed FROM consents WHERE name = $1", name);
        return rows.Count == 0 ? null : (name, rows[0].Entry, rows[0].Sealed);
    }

    /// <summary>The note, when its row opens, the log commits to it and its depositor signed it; null otherwise.</summary>
    private StandingConsent? Open(StoreConnection connection, Account? signer, AccountName depositor, (byte[] Name, long Entry, byte[] Sealed) row)
    {
        ReadOnlySpan<byte> value = vault.OpenPaddedAtRest(SealedColumns.Consents.Place(row.Name, row.Entry), row.Sealed);
        int length = BinaryPrimitives.ReadInt32BigEndian(value);
        ReadOnlySpan<byte> salt = value.Slice(LengthSize, FactsHead.SaltSize);
        ReadOnlySpan<byte> text = value[(LengthSize + FactsHead.SaltSize)..(LengthSize + length)];
        return signer is { Role: Account.Depositor }
            && ConsentFacts.TryParse(text, origin, out ConsentFacts? facts, out _)
            && facts!.Depositor == depositor
            && LogStore.ReadEntry(connection, row.Entry) is { } bytes
            && LogEntry.TryParse(bytes, origin, out LogEntry? entry, out _)
            && entry is CommittedEntry { Kind: LogEntryKind.Consent } committed
            && committed.Head == FactsHead.Of(salt, text)
            && SignedNote.IsOf(value[(LengthSize + length)..], signer, facts.Terms.Text(Domains.Consent(vault.Origin)))
                ? new StandingConsent(facts.Terms, facts.Consented, row.Entry)
                : null;
    }

    private byte[] Name(AccountName depositor, string country, Sha256Digest from, int number) =>
        vault.Tag("consent-row", string.Create(CultureInfo.InvariantCulture, $"{depositor}/{country}/{from}/{number}"));

    private static string LogKey(AccountName depositor, string country, Sha256Digest from, int number) =>
        string.Create(CultureInfo.InvariantCulture, $"consent/{depositor}/{country}/{from}/{number}");

    private static DamagedStoreException Damaged() =>
        new("a depositor's consent is not the one that the log has; nothing is counted by it until the store is restored from a backup");
}
