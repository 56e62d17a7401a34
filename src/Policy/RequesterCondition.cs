namespace Broker.Policy;

/// <summary>A condition on who asks.</summary>
/// <param name="Kind">Which fact it looks at.</param>
/// <param name="Values">One of these must be the requester's; empty for kinds that need none.</param>
public sealed record RequesterCondition(RequesterConditionKind Kind, IReadOnlyList<string> Values);
