using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What an auditor has beside its copy of the log, in a private folder: the facts that matched their entries, and the index made from both.</summary>
/// <remarks>
/// <c>facts</c>, <c>index</c>. The index can be made again from the copy and the facts; facts are kept because the broker may shred its own.
/// Nothing replaces what stands before all of it was checked. Whoever works here holds the copy of the log, so two tools never do at once.
/// </remarks>
internal sealed class AuditArchive
{
    private readonly Member auditor;
    private readonly string folder;

    public AuditArchive(Member auditor)
    {
        this.auditor = auditor;
        folder = auditor.Folder.Audit;
        PrivateFile.CreateFolder(folder);
        Index = new AuditIndex(At("index"), Origin);
    }

    /// <summary>The index; <see cref="ReadyAsync"/> first.</summary>
    public AuditIndex Index { get; }

    private string Origin => auditor.Trust.Log.Name;

    private string Draft => At("facts.new");

    private FactsFile Kept => new(At("facts"), Origin);

    private FactsFile Fetched => new(At("facts.fetched"), Origin);

    /// <summary>Fetches the log and what auditors are given of it, checks everything and extends the index.</summary>
    /// <returns>The entries whose facts the broker says are damaged in its store.</returns>
    public async Task<IReadOnlyList<long>> UpdateAsync(GatewayClient gateway, CancellationToken cancellation)
    {
        using var mirror = await LogMirror.UpdateAsync(gateway, auditor.Trust, auditor.Folder.LogMirror, auditor.Folder.Checkpoint, cancellation);
        var head = Index.Head();
        var first = head is null ? 0 : FirstUnknown(head.Value);
        try
        {
            var damaged = await new FactsFetch(gateway, auditor, Fetched).RunAsync(first, mirror.Head.Size, cancellation);
            Build(mirror, head, first, damaged.ToHashSet());
            return damaged;
        }
        finally
        {
            File.Delete(At("facts.fetched"));
            File.Delete(Draft);
        }
    }

    /// <summary>Has an index that is whole, made from what is here where there is none; needs no gateway.</summary>
    public async Task ReadyAsync(CancellationToken cancellation)
    {
        if (Index.Head() is null)
        {
            using var mirror = await LogMirror.OpenAsync(auditor.Trust, auditor.Folder.LogMirror, auditor.Folder.Checkpoint, cancellation);
            Build(mirror, null, 0, new HashSet<long>());
        }
    }

    // Facts that were not there may be there again, after a backup was restored: they are asked for each time.
    private long FirstUnknown(TreeHead head) => Index.Rows().FirstOrDefault(row => AuditFactsState.IsMissing(row.Facts))?.Index ?? head.Size;

    // Rows of the entries before the first that is asked for are taken from the index; all others are made from the copy of the log and the facts that match it.
    private void Build(LogMirror mirror, TreeHead? have, long first, IReadOnlySet<long> damaged)
    {
        AuditRowMaker maker = new(Origin);
        using var writer = Index.Begin();
        foreach (var row in have is null ? [] : Index.Rows().TakeWhile(row => row.Index < first))
        {
            maker.Know(row);
            writer.Add(row);
        }

        using (var facts = new FactsFile(Draft, Origin).Create())
        {
            Add(mirror, have, first, damaged, maker, writer, facts);
            facts.Flush();
            ((FileStream)facts.BaseStream).Flush(flushToDisk: true);
        }

        File.Move(Draft, At("facts"), overwrite: true);
        writer.Finish(mirror.Head);
    }

    private void Add(LogMirror mirror, TreeHead? have, long first, IReadOnlySet<long> damaged, AuditRowMaker maker, AuditIndexWriter writer, StreamWriter facts)
    {
        using FactsCursor kept = new(Kept.Read());
        using FactsCursor fetched = new(Fetched.Read());
        var report = LogVerification.Check(mirror.Read, TrustedLog.Verifier(auditor.Trust), have, (index, entry) =>
        {
            // What was kept and is not the entry's is damaged; what the broker gives now and is not the entry's is a lie, and the maker says so.
            var own = kept.Of(index) is { } old && AuditRowMaker.Matches(entry, Origin, old) ? old : null;
            var opening = fetched.Of(index) ?? own;
            if (index >= first)
            {
                writer.Add(maker.Make(index, entry, opening, damaged.Contains(index)));
            }

            if (opening is not null)
            {
                FactsFile.Write(facts, index, opening);
            }
        });
        if (!report.IsClean)
        {
            throw LogMirror.Damaged(mirror.Folder, report.Fault, report.File);
        }
    }

    private string At(string name) => Path.Combine(folder, name);
}
