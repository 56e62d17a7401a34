using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>Appends entries in the transactions of their events and signs one checkpoint over all of a group, at its end and with it.</summary>
/// <remarks>
/// The right edge of the tree is kept in memory from group to group and is never ahead of what is durable. Everything here but the queries by key
/// runs on the writer's thread.
/// INVARIANT: an entry's key is appended once; a retry after a crash finds it and gets the same index.
/// INVARIANT: before a checkpoint is signed, the stored one is compared byte for byte with the one that was signed last, each new entry was read back and
/// hashed again, and so was each bundle that became full, whole. At the first append of a start the whole edge is, with its bundle.
/// INVARIANT: nothing is signed on top of an older log than this start has made durable, also when the store comes back as another copy of itself.
/// </remarks>
internal sealed class LogAppender : IGroupMember
{
    // Events are named under a key: the table of the log must not tell which record or account an entry concerns.
    private const string KeyUse = "log-key";
    private const string Restore = "nothing is appended until it is restored from a backup";

    private readonly VaultService vault;
    private readonly Publication publication;
    private readonly string origin;

    private LogEdge? edge; // the tree under signed; null before the first append
    private SignedCheckpoint? signed; // null for an empty log
    private SignedCheckpoint? newest; // that is durable for certain; it outlives what the store is read for anew
    private object? ring; // under which the edge was read
    private LogGroup? group; // null while the group has appended nothing

    public LogAppender(IStore store, VaultService vault, Publication publication)
    {
        this.vault = vault;
        this.publication = publication;
        origin = vault.Origin.ToString();
        store.Join(this);
    }

    /// <summary>The indexes of the entries, in their order.</summary>
    /// <exception cref="DamagedStoreException">The stored log is not the one that was signed; this piece of work alone is refused.</exception>
    public long[] Append(StoreConnection connection, IReadOnlyList<PendingEntry> entries)
    {
        LogStatements log = new(connection);
        LogGroup open = Open(log);
        long first = checked(SignedSize + open.Leaves.Count);
        long[] indexes = new long[entries.Count];
        byte[][] keys = vault.Tag(KeyUse, entries.Select(entry => entry.Key));
        for (int i = 0; i < entries.Count; i++)
        {
            indexes[i] = AppendOne(log, open, keys[i], entries[i].Content);
        }

        CheckStored(log, open, first);
        return indexes;
    }

    /// <summary>The index of the entry with this key; null when there is none.</summary>
    public long? Find(StoreConnection connection, string key) => LogStore.FindIndex(connection, vault.Tag(KeyUse, key));

    private long SignedSize => edge?.Size ?? 0;

    public void BeforeCommit(StoreConnection connection)
    {
        if (group is not { } open)
        {
            return;
        }

        LogStatements log = new(connection);
        CutUndone(log, open);
        if (open.Leaves.Count == 0)
        {
            return;
        }

        open.Grown = edge!.Copy();
        var full = new List<LogFile>();
        foreach (Hash32 leaf in open.Leaves)
        {
            open.Grown.Append(leaf, full);
        }

        WriteTiles(log, open.Grown, full);
        open.Signed = SignedCheckpoint.Sign(new Checkpoint(origin, open.Grown.Head), new NoteSigner(PublicKey(open), open.Key.Sign));
        log.WriteFile(LogStore.SignedPath, open.Signed.Note);
        open.IsPublished = publication.TryPublishAtOnce(log, open.Signed);
    }

    public void Committed()
    {
        if (group is { Signed: { } now, Grown: { } grown, IsPublished: var published })
        {
            (edge, signed, newest) = (grown, now, now);
            publication.Signed(now, published);
        }

        Close();
    }

    public void RolledBack() => Close();

    /// <summary>The stored checkpoint may be one that was signed in a group without an answer: it is opened and its tree read as at a start.</summary>
    public void Reopened()
    {
        (edge, signed, ring) = (null, null, null);
        publication.Reopened();
    }

    private void Close()
    {
        group?.End();
        group = null;
    }

    private long AppendOne(LogStatements log, LogGroup open, byte[] key, ReadOnlyMemory<byte> entry)
    {
        long index = checked(SignedSize + open.Leaves.Count);
        Hash32 leaf = MerkleHash.Leaf(entry.Span);
        if (log.TryInsert(index, key, leaf, entry.ToArray()))
        {
            open.Leaves.Add(leaf);
            return index;
        }

        return log.Find(key) ?? throw new DamagedStoreException($"an entry of the log could not be found again; {Restore}");
    }

    /// <summary>The group; its first append holds what is stored against what was signed last.</summary>
    private LogGroup Open(LogStatements log)
    {
        if (group is { } open)
        {
            CutUndone(log, open);
            return open;
        }

        LogKeyLease key = vault.LendLogKey();
        try
        {
            // While the vault was sealed nobody looked: what is stored is read and hashed anew, as at a start.
            edge = ReferenceEquals(key.Ring, ring) ? edge : null;
            ring = key.Ring;
            Load(log, new VerifierKey(origin, key.PublicKey));
            group = new LogGroup(key);
            return group;
        }
        finally
        {
            if (group is null)
            {
                key.Dispose();
            }
        }
    }

    private void Load(LogStatements log, VerifierKey publicKey)
    {
        byte[]? note = log.ReadSigned();
        if (edge is null)
        {
            SignedCheckpoint? stored = note is null ? null : SignedCheckpoint.Open(note, publicKey)
                ?? throw new DamagedStoreException($"the stored checkpoint does not verify: the log was changed; {Restore}");
            CheckNotRolledBack(stored);
            edge = ReadEdge(log, stored?.Head ?? TreeHead.Empty);
            signed = stored;
        }

        if (!(note ?? []).AsSpan().SequenceEqual(signed?.Note) || log.Size() != SignedSize)
        {
            throw new DamagedStoreException($"the stored log is not the one that was signed last; {Restore}");
        }
    }

    /// <summary>A database that went back while the silo ran, to a copy that lags behind, say, is not extended: two logs would be signed.</summary>
    private void CheckNotRolledBack(SignedCheckpoint? stored)
    {
        TreeHead now = stored?.Head ?? TreeHead.Empty;
        if (newest is { } known && (now.Size < known.Head.Size || (now.Size == known.Head.Size && now != known.Head)))
        {
            throw new DamagedStoreException($"the stored log is an older one than was signed since the start: the database went back; {Restore}");
        }
    }

    private static LogEdge ReadEdge(LogStatements log, TreeHead head)
    {
        if (!LogEdge.TryRead(head, path => LogStore.ReadFile(log.Connection, path), out LogEdge? read, out _)
            || !log.Holds(head.Size - (head.Size % TilePath.FullWidth), LeavesOfEdge(read)))
        {
            throw new DamagedStoreException($"the stored tree does not match its checkpoint: the log was changed; {Restore}");
        }

        return read;
    }

    /// <summary>Forgets the leaves of pieces of work that were undone: their rows are gone, and they were the last.</summary>
    private void CutUndone(LogStatements log, LogGroup open)
    {
        long kept = log.Size() - SignedSize;
        if (kept < 0 || kept > open.Leaves.Count)
        {
            throw new DamagedStoreException($"the stored log is not the one that was signed last; {Restore}");
        }

        open.Leaves.RemoveRange((int)kept, open.Leaves.Count - (int)kept);
    }

    /// <summary>Reads the new entries back, and the whole of each bundle that they filled, and hashes them again.</summary>
    private void CheckStored(LogStatements log, LogGroup open, long first)
    {
        long end = checked(SignedSize + open.Leaves.Count);
        long bundle = first - (first % TilePath.FullWidth);
        long from = first;
        if (end - bundle >= TilePath.FullWidth)
        {
            from = bundle;
        }

        List<Hash32> leaves = from < SignedSize ? [.. LeavesOfEdge(edge!), .. open.Leaves] : open.Leaves[(int)(from - SignedSize)..];
        if (!log.Holds(from, leaves))
        {
            throw new DamagedStoreException("a stored entry is not the one that was appended; nothing was signed");
        }
    }

    /// <summary>The leaves of the bundle that is not full.</summary>
    private static Hash32[] LeavesOfEdge(LogEdge edge)
    {
        LogFile? tile = edge.Partials().FirstOrDefault(file => file.Path.Level == 0);
        return tile is null ? [] : [.. Enumerable.Range(0, tile.Path.Width).Select(i => new Hash32(tile.Content.Span.Slice(i * Hash32.Size, Hash32.Size)))];
    }

    /// <summary>Tiles that became full, and above them the newest of those that did not; the lowest is cut out of the entries' own rows.</summary>
    private static void WriteTiles(LogStatements log, LogEdge grown, List<LogFile> full)
    {
        foreach (LogFile file in full)
        {
            log.WriteFile(file.Path.ToString(), file.Content.ToArray());
        }

        foreach (LogFile file in full.Count > 0 ? grown.Partials(fromLevel: 1) : [])
        {
            log.WriteFile(TilePath.Hashes(file.Path.Level, file.Path.Index).ToString(), file.Content.ToArray());
        }
    }

    private VerifierKey PublicKey(LogGroup open) => new(origin, open.Key.PublicKey);
}
