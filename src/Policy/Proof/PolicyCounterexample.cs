namespace Broker.Policy.Proof;

/// <summary>A request for which a claim does not hold.</summary>
/// <param name="Request">The request; its names are the policy's own, or stand for every other one.</param>
/// <param name="Decision">What the policy decides.</param>
/// <param name="Sentence">The request, the permit and what it breaks, in one plain sentence.</param>
public sealed record PolicyCounterexample(PolicyRequest Request, Decision Decision, string Sentence);
