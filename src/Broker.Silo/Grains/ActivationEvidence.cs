using System.Text;
using Broker.Briefings;
using Broker.Sealing;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>Whether two officers put in force what the store says is: by the log's entry and its two signatures, not by the store's own rows.</summary>
/// <remarks>
/// The rows of activations stand in clear, so whoever can write to the database can write one. Without two officers' keys no row of theirs decides
/// anything. While the vault is sealed nobody's key can be read, and nothing is decided either: then the entry alone is compared.
/// </remarks>
internal sealed class ActivationEvidence(VaultService vault, AccountStore accounts)
{
    private readonly string origin = vault.Origin.ToString();

    /// <summary>Refuses a row whose entry is not in the log, is of something else, or, in an unsealed silo, is not signed by its two officers.</summary>
    /// <exception cref="DamagedStoreException">It is such a row.</exception>
    public void Check(StoreConnection connection, string country, PolicyRevisions.Row row, bool signatures)
    {
        bool holds = LogStore.ReadEntry(connection, row.Entry) is { } bytes
            && LogEntry.TryParse(bytes, origin, out LogEntry? parsed, out _)
            && parsed is PolicyRevisionEntry entry
            && PolicyActivationTerms.TryRead(country, row.Revision, row.Replaces, out PolicyActivationTerms? terms)
            && entry.Terms == terms
            && (!signatures || (Signed(entry, entry.First) is { } one && Signed(entry, entry.Second) is { } other && !one.SigningKey.AsSpan().SequenceEqual(other.SigningKey)));
        if (!holds)
        {
            throw new DamagedStoreException("the log does not show that two officers put this sharing policy in force: the store was changed; nothing is decided until it is restored from a backup");
        }
    }

    /// <summary>Refuses a row that is not the country's newest activation, or none where the log has one: a later one was taken out of the store.</summary>
    /// <exception cref="DamagedStoreException">It is such a row.</exception>
    public void CheckNewest(StoreConnection connection, string country, PolicyRevisions.Row? row)
    {
        byte[] beginning = Encoding.ASCII.GetBytes($"{origin}/{LogEntryKinds.Word(LogEntryKind.PolicyRevision)}/v1\ncountry {country}\n");
        byte[]? newest = LogStore.NewestWith(connection, beginning);
        byte[]? named = row is null ? null : LogStore.ReadEntry(connection, row.Entry);
        if ((newest is null) != (row is null) || !newest.AsSpan().SequenceEqual(named))
        {
            throw new DamagedStoreException("the log names a later sharing policy than the store: the store was changed; nothing is decided until it is restored from a backup");
        }
    }

    // Anybody else who is enrolled has a key too. No account ever changes its role, so whoever is an officer was one then.
    private Account? Signed(PolicyRevisionEntry entry, EntrySignature signature)
    {
        string name = signature.Account.ToString();
        string note = $"{entry.Terms.Text(Domains.PolicyActivation(vault.Origin))}\n— {name} {Convert.ToBase64String(Convert.FromHexString(signature.Hex))}\n";
        return accounts.Find(AccountId.Parse(name)) is { Role: Account.PolicyOfficer } officer && NoteText.TryVerify(Encoding.UTF8.GetBytes(note), name, officer.SigningKey, out _) ? officer : null;
    }
}
