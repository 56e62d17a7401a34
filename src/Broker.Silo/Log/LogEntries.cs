using System.Security.Cryptography;
using Broker.Briefings;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Log;

/// <summary>Makes entries of the disclosure log and keeps, sealed, the facts that they commit to.</summary>
internal sealed class LogEntries(VaultService vault, LogAppender appender)
{
    private readonly string origin = vault.Origin.ToString();

    /// <summary>An entry that says only that something of its kind happened and commits to the facts under a fresh salt.</summary>
    public CommittedPending Commit(LogEntryKind kind, string key, byte[] facts)
    {
        byte[] salt = RandomNumberGenerator.GetBytes(FactsHead.SaltSize);
        var entry = new CommittedEntry(kind, origin, Tag16.New(RandomNumberGenerator.Fill), FactsHead.Of(salt, facts));
        return new CommittedPending(new PendingEntry(key, entry.Encode()), [.. salt, .. facts]);
    }

    /// <summary>Appends in the caller's transaction; the facts are kept sealed by the entry's index; officers get of them what <see cref="LoggedRequests"/> tells.</summary>
    public long Append(StoreConnection connection, CommittedPending pending)
    {
        long index = appender.Append(connection, [pending.Entry])[0];
        connection.Execute(
            "INSERT INTO entry_facts (entry, sealed) VALUES ($1, $2) ON CONFLICT DO NOTHING",
            index, vault.SealAtRest(SealedColumns.EntryFacts.Place(index), pending.SaltAndFacts));
        return index;
    }

    /// <summary>Appends entries whose texts are public as they are, under one checkpoint.</summary>
    public void Append(StoreConnection connection, IReadOnlyList<(string Key, LogEntry Entry)> several) =>
        appender.Append(connection, [.. several.Select(one => new PendingEntry(one.Key, one.Entry.Encode()))]);

    /// <summary>The index of the entry that records an event; null when none does.</summary>
    public long? Find(StoreConnection connection, string key) => appender.Find(connection, key);

    /// <summary>Appends an entry whose text is public as it is.</summary>
    public long Append(StoreConnection connection, string key, LogEntry entry) =>
        appender.Append(connection, [new PendingEntry(key, entry.Encode())])[0];
}
