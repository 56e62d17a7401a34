namespace Broker.Policy.Proof;

/// <summary>
/// Compares two revisions: every class of requests that they induce together is put to both. Specification:
/// docs/specs/sharing-policy.md, "Proofs".
/// </summary>
public static class PolicyDiff
{
    /// <summary>What changes from the earlier revision to the later one.</summary>
    public static PolicyDifference Between(SharingPolicy earlier, SharingPolicy later)
    {
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(later);
        RequestClasses classes = RequestClasses.Of(earlier, later);
        IReadOnlyList<DecisionChange> changes = classes.Count > RequestClasses.Most ? [] : Changes(classes, earlier, later);
        IEnumerable<string> tiers = later.Tiers.Concat(earlier.Tiers).Select(tier => tier.Name).Distinct(StringComparer.Ordinal);
        return new PolicyDifference(
            classes.Count,
            changes,
            [.. tiers.Select(tier => new TierDifference(tier, PolicyNarrowing.Widenings(later, earlier, tier)))],
            [.. earlier.Tiers.Select(tier => Records(earlier, later, tier.Name))]);
    }

    private static DecisionChange[] Changes(RequestClasses classes, SharingPolicy earlier, SharingPolicy later)
    {
        CompiledPolicy then = CompiledPolicy.Compile(earlier), now = CompiledPolicy.Compile(later);
        var changes = new DecisionChanges(earlier, later);
        foreach (PolicyRequest request in classes.Representatives())
        {
            changes.Add(request, then.Evaluate(request), now.Evaluate(request));
        }

        return changes.InOrder();
    }

    private static RecordDifference Records(SharingPolicy earlier, SharingPolicy later, string tier)
    {
        // On a day on which neither has lapsed; no other day makes a difference without an embargo.
        DateOnly on = earlier.ReviewBy < later.ReviewBy ? earlier.ReviewBy : later.ReviewBy;
        var caveats = new RecordCaveats(tier, [], [], EmbargoUntil: null, RetentionDays: null, NoNarrative: false);
        int? then = Strata.Of(earlier, caveats, on), now = PolicyNarrowing.StratumAcross(later, earlier, caveats, on);
        return new RecordDifference(tier, then is { } was ? earlier.Tiers[was].Name : null, now is { } stratum ? later.Tiers[stratum].Name : null);
    }
}
