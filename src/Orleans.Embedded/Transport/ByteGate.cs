namespace Orleans.Transport;

/// <summary>Bounds the bytes of requests in work for one connection: its reader waits until enough of them are answered.</summary>
internal sealed class ByteGate(long budget)
{
    // What a request costs beyond its frame; bounds the number of small ones.
    private const int Overhead = 32 * 1024;

    // Guards the fields below it.
    private readonly Lock _lock = new();
    private long _used;
    private TaskCompletionSource? _waiting;
    private TaskCompletionSource? _idle;

    /// <summary>For one waiter at a time. A request larger than the budget passes alone.</summary>
    public async Task EnterAsync(int bytes, CancellationToken token)
    {
        while (true)
        {
            TaskCompletionSource room;
            lock (_lock)
            {
                if (_used == 0 || _used + bytes + Overhead <= budget)
                {
                    _used += bytes + Overhead;
                    return;
                }

                room = _waiting = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            await room.Task.WaitAsync(token).ConfigureAwait(false);
        }
    }

    /// <summary>Completes when no request is in work; for use after the last <see cref="EnterAsync"/>.</summary>
    public Task WhenIdle()
    {
        lock (_lock)
        {
            if (_used > 0)
            {
                _idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _idle.Task;
            }

            return Task.CompletedTask;
        }
    }

    public void Leave(int bytes)
    {
        lock (_lock)
        {
            _used -= bytes + Overhead;
            if (_used == 0)
            {
                _idle?.TrySetResult();
            }

            _waiting?.TrySetResult();
            _waiting = null;
        }
    }
}
