namespace Broker.Silo.Storage;

/// <summary>The one store of a silo: pieces of work are committed in groups, each whole or not at all.</summary>
internal interface IStore : IAsyncDisposable
{
    /// <summary>Whether nothing is written any more until a restart.</summary>
    bool HasStopped { get; }

    /// <summary>Gives every group from now on a member; there is one at most.</summary>
    void Join(IGroupMember joining);

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    /// <exception cref="StoreUnavailableException">
    /// The commit failed. Nothing of the work is kept, or, where the store is a server that did not answer to the commit, nobody knows: what depends on it
    /// reads the store again.
    /// </exception>
    Task<T> WriteAsync<T>(Func<StoreConnection, T> work);

    /// <summary>
    /// As <see cref="WriteAsync{T}(Func{StoreConnection, T})"/>; <paramref name="durable"/> is called with the outcome once that is durable, on the writer's
    /// thread, in the order of the transactions and before anybody hears of it. It is short and does not throw.
    /// </summary>
    Task<T> WriteAsync<T>(Func<StoreConnection, T> work, Action<T> durable);

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    Task WriteAsync(Action<StoreConnection> work);

    /// <summary>As <see cref="WriteAsync{T}"/>, for work that deletes secrets: it returns when the log of the store holds no copy of them either.</summary>
    Task<T> ShredAsync<T>(Func<StoreConnection, T> work, Action<T>? durable = null);

    /// <summary>Reads the last committed state.</summary>
    T Read<T>(Func<StoreConnection, T> read);
}
