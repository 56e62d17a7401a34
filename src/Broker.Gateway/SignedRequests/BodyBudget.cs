namespace Broker.Gateway.SignedRequests;

/// <summary>
/// Memory that all bodies in flight share. A body takes from it as it grows, so a caller who declares much and sends little
/// holds little; nobody is known yet when bodies are read, so the limit is for the whole gateway.
/// </summary>
internal sealed class BodyBudget(long capacity)
{
    // Guarded by Interlocked.
    private long taken;

    public long Taken => Interlocked.Read(ref taken);

    public bool TryTake(long bytes)
    {
        if (Interlocked.Add(ref taken, bytes) <= capacity)
        {
            return true;
        }

        Return(bytes);
        return false;
    }

    public void Return(long bytes) => Interlocked.Add(ref taken, -bytes);
}
