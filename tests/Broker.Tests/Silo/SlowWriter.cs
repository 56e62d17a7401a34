using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A store's connection that begins no transaction before it is let: a disk that has become slow.</summary>
internal sealed class SlowWriter : IGroupWriter, IDisposable
{
    private readonly ManualResetEventSlim gate = new(initialState: false);

    public TaskCompletionSource Entered { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public void Go() => gate.Set();

    public StoreConnection Begin(out bool reopened)
    {
        Entered.TrySetResult();
        gate.Wait();
        reopened = false;
        return null!;
    }

    public void Mark()
    {
    }

    public void Keep()
    {
    }

    public void Undo()
    {
    }

    public void Commit()
    {
    }

    public void RollBack()
    {
    }

    public bool ConcernsGroup(Exception fault) => false;

    public (StoreUnavailableException Told, bool Stops) Failed(Exception fault) => (new StoreUnavailableException(), true);

    public bool TryForget(out bool stops)
    {
        stops = false;
        return true;
    }

    public bool TidyUp() => false;

    public void Dispose() => gate.Dispose();
}
