namespace Broker.Policy;

/// <summary>The answer of a policy to a request. It depends on the policy and the request alone, never on records.</summary>
/// <param name="Permitted">True for a permit.</param>
/// <param name="Kind">Why.</param>
/// <param name="DeterminingRules">What decided: ids of rules (<c>rule-2</c>), or <c>audience-public</c> for an audience of anyone; empty when nothing spoke.</param>
/// <param name="NearMisses">Permits that only one thing kept from deciding: the tier, the purpose, the audience or a forbid.</param>
/// <param name="MissingFacts">Facts that the tier's audience asks for and that the requester does not have: <c>state</c>, <c>organisation</c>, <c>role</c>.</param>
/// <param name="Sentence">The decision in one plain sentence, without facts about the requester.</param>
/// <param name="Revision">The revision that decided, SHA-256 of its file as 64 lower-case hexadecimal digits.</param>
public sealed record Decision(
    bool Permitted,
    DecisionKind Kind,
    IReadOnlyList<string> DeterminingRules,
    IReadOnlyList<string> NearMisses,
    IReadOnlyList<string> MissingFacts,
    string Sentence,
    string Revision);
