namespace Broker.Contracts;

/// <summary>What a sharing policy's decision rests on.</summary>
/// <param name="Revision">The revision that decided, 64 hexadecimal digits; its file is public.</param>
/// <param name="Rules">The determining rules, as <c>rule-2</c> or <c>audience-public</c>; empty when nothing in the policy spoke.</param>
[GenerateSerializer, Immutable, Alias("broker.decided-by")]
public sealed record DecidedBy(
    [property: Id(0)] string Revision,
    [property: Id(1)] IReadOnlyList<string> Rules);
