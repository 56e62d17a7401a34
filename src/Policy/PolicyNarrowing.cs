namespace Broker.Policy;

/// <summary>
/// What a later revision may still do with a record that was deposited under an earlier one: a revision may narrow,
/// never widen, without the depositor's consent. Specification: docs/specs/sharing-policy.md, "Across revisions".
/// Every comparison is one-sided: what cannot be told for certain counts as wider.
/// </summary>
public static class PolicyNarrowing
{
    /// <summary>
    /// Whether what the tier of that name lets out under the later revision is certainly no wider than what the tier
    /// of the same name lets out under the earlier one: to whom, for what, how much, how fine, how soon. Reflexive and
    /// transitive. True means that no request for the tier, on a day up to the earlier revision's review date, is
    /// permitted by the later revision and refused by the earlier one.
    /// </summary>
    /// <remarks>
    /// Review dates are not compared: a record stays sealed past its own revision's, which is a matter of the day
    /// (<see cref="StratumAcross"/>). Nor is the custody quorum, which lets out no tier.
    /// </remarks>
    /// <param name="later">The revision in force.</param>
    /// <param name="earlier">The revision in force when the record was deposited.</param>
    /// <param name="tier">Name of the tier; false when either revision does not have it.</param>
    public static bool IsNoWider(SharingPolicy later, SharingPolicy earlier, string tier)
    {
        ArgumentNullException.ThrowIfNull(later);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(tier);
        return !WideningsOf(later, earlier, tier).Any();
    }

    /// <summary>
    /// Why <see cref="IsNoWider"/> is false, everything that there is to say: what an officer reads before activating the later revision,
    /// and a depositor before consenting to it. Empty if and only if the tier is no wider.
    /// </summary>
    /// <param name="later">The revision in force, or that is to be.</param>
    /// <param name="earlier">The revision in force when the record was deposited.</param>
    /// <param name="tier">Name of the tier.</param>
    /// <returns>At most one for each code, in the order of <see cref="WideningCodes.All"/>.</returns>
    public static IReadOnlyList<PolicyWidening> Widenings(SharingPolicy later, SharingPolicy earlier, string tier)
    {
        ArgumentNullException.ThrowIfNull(later);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(tier);
        return [.. WideningsOf(later, earlier, tier)];
    }

    /// <summary>
    /// The stratum, under the later revision, of a record that was deposited under the earlier one: index in the later
    /// revision's tiers of the most open tier that both revisions open to the record and that is no wider than it was,
    /// <b>and the same of every more closed tier</b>, because the record counts there too. Never more open than
    /// <see cref="Strata.Of"/> under either; exactly that for a revision and itself. Null: the record stays sealed.
    /// </summary>
    /// <param name="later">The revision in force.</param>
    /// <param name="earlier">The revision in force when the record was deposited.</param>
    /// <param name="caveats">The record's caveats.</param>
    /// <param name="on">The day of measuring, UTC.</param>
    public static int? StratumAcross(SharingPolicy later, SharingPolicy earlier, RecordCaveats caveats, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(later);
        ArgumentNullException.ThrowIfNull(earlier);
        ArgumentNullException.ThrowIfNull(caveats);
        if (Strata.Of(later, caveats, on) is not { } ofLater || Strata.Of(earlier, caveats, on) is not { } ofEarlier)
        {
            return null;
        }

        int stratum = later.Tiers.Count;
        while (stratum > ofLater && StaysOpen(later.Tiers[stratum - 1].Name))
        {
            stratum--;
        }

        return stratum < later.Tiers.Count ? stratum : null;

        // A name that the earlier revision does not have is at -1 there, more open than any stratum.
        bool StaysOpen(string tier) => earlier.IndexOfTier(tier) >= ofEarlier && IsNoWider(later, earlier, tier);
    }

    // Lazily: whoever only asks whether there is one pays for the first.
    private static IEnumerable<PolicyWidening> WideningsOf(SharingPolicy later, SharingPolicy earlier, string tier)
    {
        int now = later.IndexOfTier(tier), then = earlier.IndexOfTier(tier);
        if (now < 0 || then < 0)
        {
            return [now < 0
                ? new PolicyWidening(WideningCodes.TierGone, $"the later revision has no tier `{tier}`")
                : new PolicyWidening(WideningCodes.TierNew, $"the earlier revision has no tier `{tier}`")];
        }

        return BudgetNarrowing.Widenings(later, earlier)
            .Concat(TierNarrowing.Widenings(later, now, earlier, then))
            .Concat(ReachNarrowing.Widenings(later, later.Tiers[now], earlier, earlier.Tiers[then]))
            .Concat(RuleNarrowing.Widenings(later, now, earlier, then));
    }
}
