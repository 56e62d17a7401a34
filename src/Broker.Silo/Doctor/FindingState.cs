namespace Broker.Silo.Doctor;

/// <summary>What a check found.</summary>
internal enum FindingState
{
    /// <summary>As it has to be.</summary>
    Ok,

    /// <summary>Not as it has to be: an operator has to do something.</summary>
    Wrong,

    /// <summary>It could not be looked at, or need not be here; the finding says why.</summary>
    Skipped,
}
