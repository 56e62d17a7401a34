namespace Broker.Silo.Storage;

/// <summary>The store could not make a write durable; nothing was acknowledged. Carries no content.</summary>
internal sealed class StoreUnavailableException : Exception
{
    public StoreUnavailableException()
        : base("the store could not make a write durable")
    {
    }

    public StoreUnavailableException(string message)
        : base(message)
    {
    }

    public StoreUnavailableException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
