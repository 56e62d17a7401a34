namespace Broker.Silo.Deposits;

/// <summary>What has become of a record; the numbers are stored.</summary>
internal enum RecordState
{
    /// <summary>It is kept, sealed.</summary>
    Sealed = 0,

    /// <summary>Its depositor withdrew it: its key is shredded.</summary>
    Withdrawn = 1,

    /// <summary>The retention that its caveats set has passed: its key is shredded.</summary>
    Expired = 2,
}
