namespace Broker.Policy.Explaining;

/// <summary>A permit that one thing kept from deciding.</summary>
/// <param name="Rule">The permit.</param>
/// <param name="KeptBy">The one thing: <c>forbid</c>, <c>purpose</c>, <c>audience</c> or <c>tier</c>.</param>
/// <param name="Words">The same in words.</param>
public sealed record ExplainedNearMiss(ExplainedRule Rule, string KeptBy, string Words);
