namespace Broker.Policy.Testing;

/// <summary>A line of a log of requests that could not be read.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="ReasonCode">Why: a code of docs/specs/sharing-policy.md, "Logged requests".</param>
public sealed record RequestLogFault(int Line, string ReasonCode);
