using Broker.Silo.Vault;
using Broker.Transparency;

namespace Broker.Silo.Log;

/// <summary>What a group of writes has appended so far.</summary>
internal sealed class LogGroup(LogKeyLease key)
{
    /// <summary>The key that signs at the group's end.</summary>
    public LogKeyLease Key => key;

    /// <summary>The leaves behind the signed checkpoint, in order; those of a piece of work that was undone are cut off by the next.</summary>
    public List<Hash32> Leaves { get; } = [];

    /// <summary>The tree with all leaves of the group; set at its end.</summary>
    public LogEdge? Grown { get; set; }

    /// <summary>The checkpoint over it; set at its end.</summary>
    public SignedCheckpoint? Signed { get; set; }

    /// <summary>Whether the checkpoint is published with the group, because no witness is needed.</summary>
    public bool IsPublished { get; set; }

    /// <summary>Gives the key back.</summary>
    public void End() => key.Dispose();
}
