namespace Broker.Policy;

/// <summary>One thing that keeps a record out of a tier.</summary>
/// <param name="Kind">What kind of thing.</param>
/// <param name="Named">The tier, purpose, state, organisation, audience or day that it is about, as the caveats or the policy write it.</param>
/// <param name="Sentence">In plain words, lower case, without a full stop; it holds names of caveats and policy only.</param>
public sealed record TierClosure(TierClosureKind Kind, string Named, string Sentence);
