namespace Broker.Contracts;

/// <summary>A requester's requests and what was delivered; key <c>briefing/&lt;account&gt;</c>.</summary>
[Alias("broker.briefing")]
public interface IBriefingGrain : IGrainWithStringKey
{
    /// <summary>
    /// Asks for the briefing of one release at one tier; the body is a <c>request/2</c> text. The same text asked again on the same day is the same
    /// request: it has one entry in the log. <c>awaiting-witnesses</c> asks for just that.
    /// </summary>
    [Alias("request")]
    Task<BriefingOutcome> Request(SignedCall call);
}
