namespace Broker.Silo.Storage;

/// <summary>The one store of a silo: pieces of work are committed in groups, each whole or not at all.</summary>
internal interface IStore : IAsyncDisposable
{
    /// <summary>Whether nothing is written any more until a restart.</summary>
    bool HasStopped { get; }

    /// <summary>Gives every group from now on a member; there is one at most.</summary>
    void Join(IGroupMember joining);

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    /// <exception cref="StoreUnavailableException">The commit failed; nothing of the work is kept.</exception>
    Task<T> WriteAsync<T>(Func<StoreConnection, T> work);

    /// <summary>Runs the work in the next group's transaction and returns when that is durable.</summary>
    Task WriteAsync(Action<StoreConnection> work);

    /// <summary>As <see cref="WriteAsync{T}"/>, for work that deletes secrets: it returns when the log of the store holds no copy of them either.</summary>
    Task<T> ShredAsync<T>(Func<StoreConnection, T> work);

    /// <summary>Reads the last committed state.</summary>
    T Read<T>(Func<StoreConnection, T> read);
}
