namespace Broker.Faults.Power;

/// <summary>What a power cut leaves of what was not synced.</summary>
internal enum PowerCut
{
    NothingUnsynced,
    Everything,

    /// <summary>Any of the writes, in whatever order the disk took them.</summary>
    SomeWrites,

    /// <summary>Any of the 4 KiB pages of the writes.</summary>
    SomePages,
}
