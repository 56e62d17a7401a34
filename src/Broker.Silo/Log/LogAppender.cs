using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Log;

/// <summary>Appends entries and signs the checkpoint over them, in the caller's transaction.</summary>
/// <remarks>
/// INVARIANT: an entry's key is appended once; a retry after a crash finds it and gets the same index.
/// INVARIANT: before a checkpoint is signed, the tree that it extends is checked against the last checkpoint and each new entry is
/// read back from the store and hashed again.
/// </remarks>
internal sealed class LogAppender(VaultService vault)
{
    private readonly string origin = vault.Origin.ToString();

    public NoteSigner Signer => new(new VerifierKey(origin, vault.LogPublicKey), (message, signature) => vault.SignWithLogKey(message).CopyTo(signature));

    public VerifierKey PublicKey => new(origin, vault.LogPublicKey);

    /// <summary>The indexes of the entries, in their order.</summary>
    public long[] Append(SqliteConnection connection, IReadOnlyList<PendingEntry> entries)
    {
        TreeHead head = Head(connection);
        long next = head.Size;
        long[] indexes = new long[entries.Count];
        var added = new List<PendingEntry>();
        for (int i = 0; i < entries.Count; i++)
        {
            if (LogStore.FindIndex(connection, KeyTag(entries[i].Key)) is { } known)
            {
                indexes[i] = known;
                continue;
            }

            indexes[i] = next;
            LogStore.InsertEntry(connection, next++, KeyTag(entries[i].Key), entries[i].Content);
            added.Add(entries[i]);
        }

        if (added.Count > 0)
        {
            Grow(connection, head, added);
        }

        return indexes;
    }

    /// <summary>The index of the entry with this key; null when there is none.</summary>
    public long? Find(SqliteConnection connection, string key) => LogStore.FindIndex(connection, KeyTag(key));

    /// <summary>The tree that was signed last.</summary>
    public TreeHead Head(SqliteConnection connection)
    {
        byte[]? note = LogStore.ReadFile(connection, TilePath.Checkpoint);
        if (note is null)
        {
            return TreeHead.Empty;
        }

        return Checkpoint.TryOpen(note, new NoteVerifier(PublicKey, Sealing.Ed25519.Verify), out Checkpoint? checkpoint, out _)
            ? checkpoint.Head
            : throw new DamagedStoreException("the stored checkpoint does not verify: the log was changed; nothing is appended until it is restored from a backup");
    }

    /// <summary>The name of an event under a key: the table of the log must not tell which record or account an entry concerns.</summary>
    private byte[] KeyTag(string key) => vault.Tag("log-key", key);

    private void Grow(SqliteConnection connection, TreeHead head, List<PendingEntry> added)
    {
        IReadOnlyList<ReadOnlyMemory<byte>> contents = [.. added.Select(entry => entry.Content)];
        if (!TileWriter.TryAppend(head, contents, path => LogStore.ReadFile(connection, path), out LogGrowth? growth, out _))
        {
            throw new DamagedStoreException("the stored tree does not match its checkpoint: the log was changed; nothing is appended until it is restored from a backup");
        }

        for (long index = head.Size; index < growth.Head.Size; index++)
        {
            if (!LogStore.StoredLeafHolds(connection, index))
            {
                throw new DamagedStoreException("a stored entry is not the one that was appended; nothing was signed");
            }
        }

        LogStore.WriteFiles(connection, growth.Files);
        LogStore.WriteCheckpoint(connection, new Checkpoint(origin, growth.Head).Sign(Signer));
    }
}
