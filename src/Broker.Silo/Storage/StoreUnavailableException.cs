namespace Broker.Silo.Storage;

/// <summary>The store could not make a write durable; nothing was acknowledged. Carries no content.</summary>
internal sealed class StoreUnavailableException : Exception
{
    /// <summary>True when the disk had no room: the group was undone, nothing of it is kept, and the next one may succeed.</summary>
    public bool IsFull { get; init; }

    /// <summary>True when there was no place in the queue of the writer: the work was not begun and never will be.</summary>
    public bool IsBusy { get; init; }

    /// <summary>True when the store's server did not answer: it may be kept or not, and the same may be asked again once the server is back.</summary>
    public bool IsAway { get; init; }

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
