namespace Broker.Silo.Storage;

/// <summary>The one connection of a store that writes, as the writer's loop drives it; called on the writer's thread only.</summary>
internal interface IGroupWriter
{
    /// <summary>
    /// Begins a transaction. <paramref name="reopened"/> says that the connection is a new one, so that what is kept in memory of the store is to be read
    /// again: the group before may be kept, whatever its callers were told.
    /// </summary>
    StoreConnection Begin(out bool reopened);

    /// <summary>Begins one piece of work of several.</summary>
    void Mark();

    /// <summary>Ends a piece of work that is part of the group from now on.</summary>
    void Keep();

    /// <summary>Undoes the piece of work since its <see cref="Mark"/>.</summary>
    void Undo();

    /// <summary>Ends the transaction and returns when it is durable.</summary>
    void Commit();

    /// <summary>Ends the transaction with nothing of it kept.</summary>
    void RollBack();

    /// <summary>Whether a fault within a piece of work is the whole transaction's, and not that piece's alone.</summary>
    bool ConcernsGroup(Exception fault);

    /// <summary>Cleans up after a group that could not be committed; what its callers are told, and whether nothing may be written any more until a restart.</summary>
    (StoreUnavailableException Told, bool Stops) Failed(Exception fault);

    /// <summary>
    /// Work of a durable group, before its callers hear of it: takes deleted secrets out of what else the store keeps.
    /// False: not yet, it is tried again after the next group. <paramref name="stops"/>: nothing may be written any more.
    /// </summary>
    bool TryForget(out bool stops);

    /// <summary>Work of the store's own after a group; true: it failed so that nothing may be written any more.</summary>
    bool TidyUp();
}
