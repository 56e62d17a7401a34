namespace Broker.Contracts;

/// <summary>A requester's requests and what was delivered; key <c>briefing/&lt;account&gt;</c>.</summary>
[Alias("broker.briefing")]
public interface IBriefingGrain : IGrainWithStringKey
{
    /// <summary>Asks for the briefing of one release at one tier; the body is a <c>request/1</c> text.</summary>
    [Alias("request")]
    Task<BriefingOutcome> Request(SignedCall call);
}
