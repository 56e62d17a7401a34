using System.Threading.Channels;

namespace Broker.Silo.Storage;

/// <summary>The writer of a store: one thread, group commit.</summary>
/// <remarks>
/// Callers hand in a piece of work; the loop runs up to <see cref="LargestGroup"/> of them in one transaction, each in a savepoint of its own, so that one
/// that fails takes nothing of the others with it, and completes them after the commit. A piece of work that is alone needs no savepoint: the transaction is
/// rolled back with it.
/// INVARIANT: a task that an Enqueue returned completes well only after the commit that holds its work returned.
/// A queue that stays full for as long as callers are to wait refuses them, so that what waits for a slow disk is bounded, in number and in time.
/// INVARIANT: once a writer said that it stops, nothing is written any more until a restart: what the disk holds is then unknown.
/// </remarks>
internal sealed class WriterLoop : IAsyncDisposable
{
    private const int LargestGroup = 256;
    private const int QueueCapacity = 4096;

    // Longer than a group ever takes on a sound disk, shorter than callers wait for an answer.
    private static readonly TimeSpan LongestWaitForPlace = TimeSpan.FromSeconds(5);

    private readonly IGroupWriter writer;
    private readonly TimeSpan patience;
    private readonly Channel<WriterWork> queue;
    private readonly Task writing;
    private volatile bool failed;
    private volatile IGroupMember? member;
    private bool holdsSecrets; // touched by the writer's thread only

    public WriterLoop(IGroupWriter writer)
        : this(writer, QueueCapacity, LongestWaitForPlace)
    {
    }

    /// <summary>A loop with a queue of its own length, and a wait of its own for a place in it.</summary>
    internal WriterLoop(IGroupWriter writer, int capacity, TimeSpan patience)
    {
        this.writer = writer;
        this.patience = patience;
        queue = Channel.CreateBounded<WriterWork>(new BoundedChannelOptions(capacity) { SingleReader = true });
        writing = Task.Factory.StartNew(Run, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
    }

    /// <summary>Whether nothing is written any more until a restart.</summary>
    public bool HasStopped => failed;

    public void Join(IGroupMember joining) =>
        member = member is null ? joining : throw new InvalidOperationException("the store's groups have a member already");

    public async Task<T> EnqueueAsync<T>(Func<StoreConnection, T> work, bool shreds, Action<T>? durable = null)
    {
        var item = new WriterWork<T>(work, shreds, durable);
        try
        {
            if (!queue.Writer.TryWrite(item))
            {
                await WaitForPlace(item).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            throw new StoreUnavailableException("the store has more to write than it takes; this was not begun") { IsBusy = true };
        }
        catch (ChannelClosedException)
        {
            throw new StoreUnavailableException("the store is closed");
        }

        return await item.Completion.Task.ConfigureAwait(false);
    }

    // INVARIANT: a wait that was cancelled did not put its work into the queue, so that what is told `busy` is never written.
    private async Task WaitForPlace(WriterWork item)
    {
        using var limit = new CancellationTokenSource(patience);
        await queue.Writer.WriteAsync(item, limit.Token).ConfigureAwait(false);
    }

    /// <summary>Writes what was handed in and ends.</summary>
    public async ValueTask DisposeAsync()
    {
        queue.Writer.TryComplete();
        await writing.ConfigureAwait(false);
    }

    private void Run()
    {
        var group = new List<WriterWork>(LargestGroup);
        ChannelReader<WriterWork> reader = queue.Reader;
        while (WaitForWork(reader))
        {
            group.Clear();
            while (group.Count < LargestGroup && reader.TryRead(out WriterWork? item))
            {
                group.Add(item);
            }

            WriteOrStop(group);
        }
    }

    /// <summary>A step that must not fail did: who waits hears of it, and nothing more is written, because what that step left is unknown.</summary>
    private void WriteOrStop(List<WriterWork> group)
    {
        try
        {
            Write(group);
        }
#pragma warning disable CA1031 // the loop's end would leave every caller waiting for ever
        catch (Exception fault)
#pragma warning restore CA1031
        {
            failed = true;
            var told = new StoreUnavailableException("the store could not bring a write to its end; writes are refused until a restart", fault);
            group.ForEach(item => item.Fail(told));
        }
    }

    private static bool WaitForWork(ChannelReader<WriterWork> reader)
    {
        ValueTask<bool> waiting = reader.WaitToReadAsync();
        return waiting.IsCompleted ? waiting.Result : waiting.AsTask().GetAwaiter().GetResult();
    }

    private void Write(List<WriterWork> group)
    {
        bool kept;
        try
        {
            kept = TryCommit(group);
        }
#pragma warning disable CA1031 // whatever went wrong, the callers must hear of it and the loop must not end
        catch (Exception fault)
#pragma warning restore CA1031
        {
            StoreUnavailableException told = failed ? (StoreUnavailableException)fault : Failed(fault);
            member?.RolledBack();
            group.ForEach(item => item.Fail(told));
            return;
        }

        if (kept)
        {
            member?.Committed();
        }
        else
        {
            member?.RolledBack();
        }

        Complete(group, kept);
        failed |= writer.TidyUp();
    }

    /// <summary>False when the only piece of work of the group is undone, and the group with it.</summary>
    private bool TryCommit(List<WriterWork> group)
    {
        if (failed)
        {
            throw new StoreUnavailableException("the store refuses writes until a restart, because an earlier write could not be made durable");
        }

        StoreConnection connection = writer.Begin(out bool reopened);
        if (reopened)
        {
            member?.Reopened();
        }

        if (group.Count == 1)
        {
            if (!group[0].TryRun(connection, writer))
            {
                writer.RollBack();
                return false;
            }
        }
        else
        {
            group.ForEach(item => item.RunMarked(connection, writer));
        }

        member?.BeforeCommit(connection);
        writer.Commit();
        return true;
    }

    private StoreUnavailableException Failed(Exception fault)
    {
        (StoreUnavailableException told, bool stops) = writer.Failed(fault);
        failed = stops;
        return told;
    }

    private void Complete(List<WriterWork> group, bool kept)
    {
        holdsSecrets |= kept && group.Exists(item => item.Shreds);
        bool forgot = true;
        if (holdsSecrets)
        {
            forgot = writer.TryForget(out bool stops);
            failed |= stops;
        }

        holdsSecrets = !forgot;
        foreach (WriterWork item in group)
        {
            if (item.Shreds && !forgot && kept)
            {
                item.Fail(new StoreUnavailableException(failed
                    ? "the secret is deleted, but the store's log could not be emptied of it; writes are refused until a restart"
                    : "the secret is deleted, but a long reader keeps the store's log from being emptied of it; that is tried again with each write"));
            }
            else
            {
                item.Complete(kept);
            }
        }
    }
}
