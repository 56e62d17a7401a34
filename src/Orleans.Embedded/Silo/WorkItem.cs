using Orleans.Runtime;

namespace Orleans.Silo;

/// <summary>What waits in a grain's queue: a call or a timer tick.</summary>
internal abstract class WorkItem
{
    private volatile bool _finished;

    /// <summary>True once the grain has ended its work on it, whatever the caller got meanwhile.</summary>
    public bool IsFinished => _finished;

    public virtual CallFrame? Caller => null;

    /// <summary>A tick dies with its activation, a call moves on to the next one.</summary>
    public abstract bool OutlivesActivation { get; }

    public abstract bool CountsAsUse { get; }

    /// <summary>Runs on the activation's scheduler and never throws.</summary>
    public async Task RunAsync(Activation activation)
    {
        _finished = false;
        CallFrame.Current = new CallFrame(activation.GrainId, this, Caller);
        try
        {
            await RunCoreAsync(activation);
        }
        catch (Exception failure)
        {
            // INVARIANT: the pump survives every item, or its grain would answer nobody again.
            Fail(new GrainCallFailedException(failure.GetType().FullName!));
        }
        finally
        {
            _finished = true;
        }
    }

    /// <summary>Ends it without running, because its grain could not be activated.</summary>
    public abstract void Fail(Exception failure);

    protected abstract Task RunCoreAsync(Activation activation);
}
