namespace Broker.Contracts;

/// <summary>A release; key <c>release/&lt;country&gt;/&lt;period&gt;/&lt;vintage&gt;</c>.</summary>
[Alias("broker.release")]
public interface IReleaseGrain : IGrainWithStringKey
{
    /// <summary>The briefing of the tier whose audience is anyone, once it is out.</summary>
    [Alias("public-briefing")]
    Task<BriefingOutcome> PublicBriefing();
}
