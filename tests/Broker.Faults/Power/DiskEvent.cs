namespace Broker.Faults.Power;

/// <summary>What a recorded call did to the data folder.</summary>
internal enum DiskEventKind
{
    /// <summary>A new, empty file under <see cref="DiskEvent.Name"/>.</summary>
    Create,

    /// <summary><see cref="DiskEvent.Data"/> at <see cref="DiskEvent.Offset"/>.</summary>
    Write,

    /// <summary>The file's length becomes <see cref="DiskEvent.Offset"/>.</summary>
    Truncate,

    /// <summary><see cref="DiskEvent.Name"/> becomes <see cref="DiskEvent.To"/>.</summary>
    Rename,

    /// <summary><see cref="DiskEvent.To"/> is a second name.</summary>
    Link,

    /// <summary>The name is gone.</summary>
    Unlink,

    /// <summary>A sync of the file began; of the folder, when the name is empty.</summary>
    SyncBegin,

    /// <summary>It returned: what was written before it began is durable.</summary>
    SyncEnd,
}

/// <summary>One step of the recording, in its order.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Thread">Who made the call.</param>
/// <param name="Time">When the call began, in microseconds since 1970.</param>
/// <param name="Name">Name within the data folder; empty for the folder itself.</param>
/// <param name="To">The new name of a rename or link.</param>
/// <param name="Offset">Place of a write, length of a truncation.</param>
/// <param name="Data">What was written.</param>
internal sealed record DiskEvent(DiskEventKind Kind, int Thread, long Time, string Name, string To, long Offset, byte[] Data)
{
    /// <summary>Says nothing of what was written.</summary>
    public override string ToString() => Kind.ToString();
}
