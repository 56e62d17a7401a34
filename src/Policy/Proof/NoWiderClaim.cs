namespace Broker.Policy.Proof;

internal sealed class NoWiderClaim(SharingPolicy earlier)
    : PolicyClaim(ProofIds.NoWider, $"nothing is permitted up to {PolicyWords.Day(earlier.ReviewBy)}, the earlier revision's review date, that the earlier revision refuses")
{
    private readonly CompiledPolicy _earlier = CompiledPolicy.Compile(earlier);

    internal override string? BrokenBy(PolicyRequest permitted) =>
        permitted.On <= earlier.ReviewBy && _earlier.Evaluate(permitted) is { Permitted: false } refusal
            ? $"and the earlier revision says: {refusal.Sentence.TrimEnd('.')}"
            : null;
}
