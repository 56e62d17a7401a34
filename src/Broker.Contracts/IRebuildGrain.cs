namespace Broker.Contracts;

/// <summary>The audit of a country's open periods; key <c>rebuild/&lt;iso3&gt;</c>.</summary>
[Alias("broker.rebuild")]
public interface IRebuildGrain : IGrainWithStringKey
{
    /// <summary>
    /// Opens every live record in the silo's memory, counts the open periods anew and compares; signed by an auditor, the body is empty.
    /// <c>busy</c> when it takes long or the records changed meanwhile: the same run answers the next call.
    /// </summary>
    [Alias("rebuild")]
    Task<RebuildOutcome> Rebuild(SignedCall call);
}
