namespace Broker.Briefings;

/// <summary>What happened, the gravest first; the order is the order of a table's categories.</summary>
public enum EventKind
{
    /// <summary>Organised force used by one side against people who do not fight.</summary>
    OneSided,

    /// <summary>Fighting in which the forces of a state are a party.</summary>
    StateBased,

    /// <summary>Fighting between organised groups, neither of which is a state.</summary>
    NonState,
}
