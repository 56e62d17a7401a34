namespace Broker.Silo.Vault;

/// <summary>Knows which calls run, so that an epoch's end can wait for those that began before it.</summary>
/// <remarks>
/// A call may hold something in memory that it sealed under an epoch and writes later, or that it read and opens later. Destroying that epoch's
/// keys in between would lose it. Hence: wait for all calls that run, re-wrap what is stored, wait again, destroy. New calls
/// are never held up: they use the current epoch, which can't be ended.
/// </remarks>
internal sealed class VaultCalls
{
    private readonly Lock guard = new();
    private readonly List<Phase> open = [new()]; // guarded by guard; the last one takes new calls

    /// <summary>Notes a call until the returned object is disposed.</summary>
    public IDisposable Begin()
    {
        lock (guard)
        {
            Phase phase = open[^1];
            phase.Running++;
            return new Call(this, phase);
        }
    }

    /// <summary>Completes when every call that runs now is over; calls that begin later don't count.</summary>
    public Task WaitForRunning()
    {
        lock (guard)
        {
            open.Add(new Phase());
            Task[] waits = [.. open.SkipLast(1).Select(phase => phase.Over.Task)];
            RemoveFinished();
            return Task.WhenAll(waits);
        }
    }

    private void End(Phase phase)
    {
        lock (guard)
        {
            phase.Running--;
            RemoveFinished();
        }
    }

    private void RemoveFinished()
    {
        for (int i = open.Count - 2; i >= 0; i--)
        {
            if (open[i].Running == 0)
            {
                open[i].Over.SetResult();
                open.RemoveAt(i);
            }
        }
    }

    private sealed class Phase
    {
        public int Running { get; set; }

        public TaskCompletionSource Over { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);
    }

    private sealed class Call(VaultCalls calls, Phase phase) : IDisposable
    {
        private int ended;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref ended, 1) == 0)
            {
                calls.End(phase);
            }
        }
    }
}
