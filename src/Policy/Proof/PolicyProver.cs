namespace Broker.Policy.Proof;

/// <summary>
/// Proves claims about a policy, or finds a request for which they do not hold, by putting every class of requests that the policy induces
/// to the evaluator that decides in the silo. Specification: docs/specs/sharing-policy.md, "Proofs". Nothing is sampled: above
/// <see cref="RequestClasses.Most"/> classes nothing is claimed.
/// </summary>
public static class PolicyProver
{
    /// <summary>Proves each claim, those of the bounds and of the comparison included.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="bounds">Who may be permitted a tier at most; may be empty.</param>
    /// <param name="earlier">The revision that this one may not be wider than; null: nothing is compared.</param>
    /// <exception cref="ArgumentException">A bound names a tier that the policy does not have.</exception>
    public static PolicyProofs Prove(SharingPolicy policy, IReadOnlyList<AudienceBound> bounds, SharingPolicy? earlier)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(bounds);
        return Prove(policy, bounds, earlier, CompiledPolicy.Compile(policy).Evaluate);
    }

    /// <summary>The same of a policy that was refused, so that an officer sees whom its fault lets in.</summary>
    /// <param name="policy">The refused policy.</param>
    /// <param name="bounds">Who may be permitted a tier at most; may be empty.</param>
    /// <param name="earlier">The revision that this one may not be wider than; null: nothing is compared.</param>
    /// <exception cref="ArgumentException">A bound names a tier that the policy does not have.</exception>
    public static PolicyProofs Prove(FaultyPolicy policy, IReadOnlyList<AudienceBound> bounds, SharingPolicy? earlier)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return Prove(policy.Refused, bounds, earlier);
    }

    /// <summary>The same with the evaluator handed in: tests hand in broken ones.</summary>
    internal static PolicyProofs Prove(SharingPolicy policy, IReadOnlyList<AudienceBound> bounds, SharingPolicy? earlier, Func<PolicyRequest, Decision> evaluate)
    {
        if (bounds.Any(bound => policy.IndexOfTier(bound.Tier) < 0))
        {
            throw new ArgumentException("a bound names a tier that the policy does not have", nameof(bounds));
        }

        RequestClasses classes = RequestClasses.Of(earlier is null ? [policy] : [policy, earlier], bounds);
        return classes.Count > RequestClasses.Most
            ? new PolicyProofs(classes.Count, [])
            : new PolicyProofs(classes.Count, Search(classes, [.. PolicyClaims.Of(policy, bounds, earlier)], evaluate));
    }

    private static PolicyProof[] Search(RequestClasses classes, PolicyClaim[] claims, Func<PolicyRequest, Decision> evaluate)
    {
        var proofs = new PolicyProof?[claims.Length];
        long looked = 0;
        foreach (PolicyRequest request in classes.Representatives())
        {
            looked++;
            Decision decision = evaluate(request);
            for (int i = 0; i < claims.Length && decision.Permitted; i++)
            {
                proofs[i] ??= claims[i].BrokenBy(request) is { } broken ? Refuted(claims[i], looked, request, decision, broken) : null;
            }
        }

        return [.. claims.Index().Select(claim => proofs[claim.Index] ?? new PolicyProof(claim.Item.Id, claim.Item.Words, Holds: true, looked, null))];
    }

    private static PolicyProof Refuted(PolicyClaim claim, long looked, PolicyRequest request, Decision decision, string broken)
    {
        string who = RequestWords.Of(request.Requester);
        string sentence = $"{char.ToUpperInvariant(who[0])}{who[1..]} is permitted {RequestWords.Asked(request)} by {string.Join(" and ", decision.DeterminingRules)}, {broken}.";
        return new PolicyProof(claim.Id, claim.Words, Holds: false, looked, new PolicyCounterexample(request, decision, sentence));
    }
}
