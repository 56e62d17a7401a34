namespace Broker.Silo.Deposits;

/// <summary>What became of the one write of a batch. Nothing of it is stored unless it is <see cref="Written"/>.</summary>
internal enum BatchWrite
{
    /// <summary>All of it is durable.</summary>
    Written,

    /// <summary>The commitments of its day were rooted in the log meanwhile: it counts for the next day.</summary>
    DayRooted,

    /// <summary>Its idempotency key has an answer already.</summary>
    KeyAnswered,

    /// <summary>A record of it is stored already.</summary>
    RecordsKnown,
}
