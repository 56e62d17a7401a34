namespace Orleans.Silo;

/// <summary>Runs the tasks of one activation one after another, in order, on pool threads.</summary>
internal sealed class ActivationScheduler : TaskScheduler, IThreadPoolWorkItem
{
    // Tasks run before the thread goes back to the pool, so that one busy grain does not starve the others.
    private const int SliceTasks = 64;

    [ThreadStatic]
    private static ActivationScheduler? _current;

    // Guards the queue and the flag. INVARIANT: the flag is set while, and only while, this is queued on or running in the pool.
    private readonly Lock _lock = new();
    private readonly Queue<Task> _tasks = new();
    private bool _scheduled;

    public override int MaximumConcurrencyLevel => 1;

    public void Execute()
    {
        _current = this;
        try
        {
            for (var i = 0; i < SliceTasks; i++)
            {
                if (!TryTake(out var task))
                {
                    return;
                }

                TryExecuteTask(task);
            }
        }
        finally
        {
            _current = null;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override void QueueTask(Task task)
    {
        lock (_lock)
        {
            _tasks.Enqueue(task);
            if (_scheduled)
            {
                return;
            }

            _scheduled = true;
        }

        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) =>
        !taskWasPreviouslyQueued && _current == this && TryExecuteTask(task);

    protected override IEnumerable<Task> GetScheduledTasks()
    {
        lock (_lock)
        {
            return [.. _tasks];
        }
    }

    private bool TryTake(out Task task)
    {
        lock (_lock)
        {
            if (_tasks.TryDequeue(out task!))
            {
                return true;
            }

            _scheduled = false;
            return false;
        }
    }
}
