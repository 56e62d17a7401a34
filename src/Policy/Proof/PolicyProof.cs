namespace Broker.Policy.Proof;

/// <summary>One claim about a policy, decided over every class of requests.</summary>
/// <param name="Id">The claim's closed id (<see cref="ProofIds"/>), of a bound with its tier: <c>audience-at-most elected-member</c>.</param>
/// <param name="Claim">The claim in plain words, lower case, without a full stop.</param>
/// <param name="Holds">Whether it holds for every request.</param>
/// <param name="Classes">Classes of requests that were looked at: all of them where it holds, else up to the counterexample.</param>
/// <param name="Counterexample">The first request for which it does not hold; null where it holds.</param>
public sealed record PolicyProof(string Id, string Claim, bool Holds, long Classes, PolicyCounterexample? Counterexample);
