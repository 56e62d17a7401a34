namespace Broker.Silo.Storage;

/// <summary>A piece of work that waits for the writer of a store.</summary>
internal abstract class WriterWork(bool shreds)
{
    public bool Shreds => shreds;

    /// <summary>Runs it alone in its transaction; false when a rule of its own is broken, and the transaction is to be rolled back.</summary>
    public abstract bool TryRun(StoreConnection connection, IGroupWriter writer);

    /// <summary>Its group is durable (<paramref name="kept"/>), or it alone was the group and is undone.</summary>
    public abstract void Complete(bool kept);

    public abstract void Fail(StoreUnavailableException fault);

    /// <summary>Runs it among others; a broken rule of its own (a duplicate key, say) undoes it alone.</summary>
    public void RunMarked(StoreConnection connection, IGroupWriter writer)
    {
        writer.Mark();
        if (TryRun(connection, writer))
        {
            writer.Keep();
        }
        else
        {
            writer.Undo();
        }
    }
}

/// <inheritdoc cref="WriterWork"/>
internal sealed class WriterWork<T>(Func<StoreConnection, T> work, bool shreds, Action<T>? durable = null) : WriterWork(shreds)
{
    private T? value;
    private Exception? refused;

    public TaskCompletionSource<T> Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override bool TryRun(StoreConnection connection, IGroupWriter writer)
    {
        try
        {
            value = work(connection);
            return true;
        }
        catch (Exception fault) when (!writer.ConcernsGroup(fault))
        {
            refused = fault;
            return false;
        }
    }

    public override void Complete(bool kept)
    {
        if (refused is null)
        {
            try
            {
                if (kept)
                {
                    durable?.Invoke(value!);
                }

                Completion.SetResult(value!);
            }
#pragma warning disable CA1031 // a mistake of one caller's must not leave the others without an answer
            catch (Exception fault)
#pragma warning restore CA1031
            {
                Completion.SetException(fault);
            }
        }
        else
        {
            Completion.SetException(refused);
        }
    }

    // One that was completed stays so.
    public override void Fail(StoreUnavailableException fault) => Completion.TrySetException(fault);
}
