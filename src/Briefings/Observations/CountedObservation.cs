namespace Broker.Briefings;

/// <summary>What of an observation is counted: all that may outlive the moment in which its text is in clear.</summary>
/// <param name="Record">The record it belongs to.</param>
/// <param name="Country">ISO 3166-1 alpha-3.</param>
/// <param name="Kind">What happened.</param>
/// <param name="Place">P-code at the finest level that the depositor allows, or the country's own code: no area given.</param>
/// <param name="From">First day on which it happened.</param>
public sealed record CountedObservation(RecordName Record, string Country, EventKind Kind, string Place, DateOnly From)
{
    /// <summary>A fixed word: an observation never prints itself.</summary>
    public override string ToString() => "counted observation";
}
