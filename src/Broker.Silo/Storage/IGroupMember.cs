
namespace Broker.Silo.Storage;

/// <summary>Has a part in every group that a store commits; called on the writer's thread only.</summary>
internal interface IGroupMember
{
    /// <summary>Runs in the group's transaction after its last piece of work; what it throws fails the group as a failed commit does.</summary>
    void BeforeCommit(StoreConnection connection);

    /// <summary>The group is durable; called before anybody hears of it. Does not throw.</summary>
    void Committed();

    /// <summary>Nothing of the group is kept, or nobody knows. Does not throw.</summary>
    void RolledBack();

    /// <summary>The store reopened its connection: what was kept of it in memory is read again, as at a start. Does not throw.</summary>
    void Reopened();
}
