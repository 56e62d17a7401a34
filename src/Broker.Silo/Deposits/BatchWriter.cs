using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Deposits;

/// <summary>Writes batches together that arrive at about the same time: in one piece of work of the store, with few statements for all of them.</summary>
/// <remarks>
/// What waits is taken when the store's writer comes to the work, so that all that arrived during its last commit goes at once; where several came together
/// the time before, it waits a moment for more of them. One batch that can't be
/// written takes nothing of the others with it: they are then written one by one.
/// INVARIANT: <see cref="guard"/> guards what waits and whether a work is under way that will take it; nothing waits without one.
/// </remarks>
internal sealed class BatchWriter(IStore store, VaultService vault, LiveCells live)
{
    internal const int MostRecords = 1024;

    // So many batches at a time, and more are on their way: each commit writes a dozen pages besides those of its records, and a sync.
    private const int Company = 4;

    private static readonly TimeSpan ForCompany = TimeSpan.FromMilliseconds(2);

    private readonly BatchInsert insert = new(vault);
    private readonly Lock guard = new();
    private readonly Queue<Waiting> queue = new();
    private bool underWay;
    private volatile int lastTaken; // batches of the work before

    /// <summary>What became of the batch, once that is durable.</summary>
    public Task<BatchWrite> Write(SealedBatch batch)
    {
        var waiting = new Waiting(batch);
        bool isFirst;
        lock (guard)
        {
            queue.Enqueue(waiting);
            isFirst = !underWay;
            underWay = true;
        }

        if (isFirst)
        {
            _ = lastTaken < Company ? WriteWaiting() : WriteLater();
        }

        return waiting.Outcome.Task;
    }

    private async Task WriteLater()
    {
        await Task.Delay(ForCompany).ConfigureAwait(false);
        await WriteWaiting().ConfigureAwait(false);
    }

    private async Task WriteWaiting()
    {
        List<Waiting>? taken = null;
        try
        {
            // Taken once, should the store run the work again.
            BatchWrite[] outcomes = (await store.WriteAsync(connection => insert.Run(connection, (taken ??= Take()).ConvertAll(one => one.Batch)), Counted).ConfigureAwait(false)).Outcomes;
            for (int i = 0; i < outcomes.Length; i++)
            {
                taken![i].Outcome.SetResult(outcomes[i]);
            }
        }
#pragma warning disable CA1031 // each of those who wait hears of it
        catch (Exception fault)
#pragma warning restore CA1031
        {
            await Fail(taken ?? Take(), fault).ConfigureAwait(false);
        }
    }

    private async Task Fail(List<Waiting> failed, Exception fault)
    {
        if (fault is StoreUnavailableException || failed.Count == 1)
        {
            failed.ForEach(one => one.Outcome.SetException(fault));
            return;
        }

        foreach (Waiting one in failed)
        {
            try
            {
                one.Outcome.SetResult((await store.WriteAsync(connection => insert.Run(connection, [one.Batch]), Counted).ConfigureAwait(false)).Outcomes[0]);
            }
#pragma warning disable CA1031 // it is this one's, and its caller hears of it
            catch (Exception own)
#pragma warning restore CA1031
            {
                one.Outcome.SetException(own);
            }
        }
    }

    // In the order of the transactions, which is the one that books are kept up in.
    private void Counted(BatchesWritten written)
    {
        foreach ((string country, BlockDrain drain) in written.Drains)
        {
            live.Of(country).Wrote(drain);
        }
    }

    /// <summary>What waits, up to a number of records, so that other work of the store has its turn; another work takes the rest.</summary>
    private List<Waiting> Take()
    {
        var taken = new List<Waiting>();
        lock (guard)
        {
            int records = 0;
            while (queue.TryPeek(out Waiting? next) && (taken.Count == 0 || records + next.Batch.Records.Count <= MostRecords))
            {
                records += next.Batch.Records.Count;
                taken.Add(queue.Dequeue());
            }

            lastTaken = taken.Count;
            underWay = queue.Count > 0;
            if (!underWay)
            {
                return taken;
            }
        }

        _ = Task.Run(WriteWaiting);
        return taken;
    }

    private sealed class Waiting(SealedBatch batch)
    {
        public SealedBatch Batch => batch;

        public TaskCompletionSource<BatchWrite> Outcome { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }
}
