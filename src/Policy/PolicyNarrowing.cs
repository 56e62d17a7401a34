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
        int now = later.IndexOfTier(tier), then = earlier.IndexOfTier(tier);
        return now >= 0
            && then >= 0
            && later.Country == earlier.Country
            && HasNoWiderBudget(later, earlier)
            && HasNoLowerFloor(later, earlier)
            && TierNarrowing.IsAsNoisy(now, later.Tiers[now], then, earlier.Tiers[then])
            && TierNarrowing.Shows(later.Tiers[now], earlier.Tiers[then])
            && TierNarrowing.Reaches(later, later.Tiers[now], earlier, earlier.Tiers[then])
            && RuleNarrowing.Permits(later, now, earlier, then)
            && RuleNarrowing.Forbids(later, now, earlier, then);
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

    // A hard floor shows less, but costs a source a delta that a policy without one does not: neither is narrower than the other.
    private static bool HasNoLowerFloor(SharingPolicy later, SharingPolicy earlier) =>
        later.HardFloor > 0 == earlier.HardFloor > 0 && later.HardFloor >= earlier.HardFloor;

    // Products of fractions of 64 bits: 128 bits cannot overflow.
    private static bool HasNoWiderBudget(SharingPolicy later, SharingPolicy earlier) =>
        later.OrganisationCap <= earlier.OrganisationCap
        && (Int128)later.YearlyRho.Numerator * earlier.YearlyRho.Denominator
            <= (Int128)earlier.YearlyRho.Numerator * later.YearlyRho.Denominator;
}
