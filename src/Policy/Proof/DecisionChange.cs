namespace Broker.Policy.Proof;

/// <summary>Classes of requests of one tier that two revisions decide differently, all in the same way.</summary>
/// <param name="Kind">How they differ.</param>
/// <param name="Request">The first of them, with the fewest facts.</param>
/// <param name="Earlier">What the earlier revision decides on it.</param>
/// <param name="Later">What the later revision decides on it.</param>
/// <param name="Classes">How many classes changed so.</param>
public sealed record DecisionChange(DecisionChangeKind Kind, PolicyRequest Request, Decision Earlier, Decision Later, long Classes);
