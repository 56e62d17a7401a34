namespace Broker.Policy;

/// <summary>A permit or a forbid of a sharing policy.</summary>
/// <param name="Id"><c>rule-1</c> for the first rule of the file, and so on.</param>
/// <param name="IsForbid">A forbid beats every permit.</param>
/// <param name="Tiers">The tiers that the rule speaks of; a forbid of <c>any</c> lists each tier but the public one.</param>
/// <param name="Purposes">The purposes that it speaks of; empty in a forbid: every purpose, declared or not.</param>
/// <param name="Condition">Of a forbid: whom it keeps out. Null in a permit: the tier's audience says who.</param>
/// <param name="Because">The reason in plain words; always there in a forbid.</param>
/// <param name="Line">Line of the rule in its file, from 1.</param>
public sealed record PolicyRule(
    string Id,
    bool IsForbid,
    IReadOnlyList<string> Tiers,
    IReadOnlyList<string> Purposes,
    RequesterCondition? Condition,
    string? Because,
    int Line)
{
    /// <summary>Column of the rule in its file in UTF-16 units, from 1.</summary>
    public int Column { get; init; } = 1;
}
