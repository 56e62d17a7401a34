namespace Broker.Policy;

/// <summary>
/// The stratum of a record: the tier with which it begins to count. A tier's value is the sum of its own stratum and
/// of all more open ones, so a record of a stratum is also in every more closed tier.
/// </summary>
public static class Strata
{
    /// <summary>
    /// Index (in <see cref="SharingPolicy.Tiers"/>) of the most open tier that the caveats allow as a whole: its whole
    /// audience (those to whom it may be passed on included) and all its purposes, <b>and the same of every more closed
    /// tier</b>, because the record counts there too. Null: the record stays sealed, because its embargo has not
    /// passed, the policy has lapsed, or no tier is open to it.
    /// </summary>
    /// <param name="policy">The policy in force when the record was deposited.</param>
    /// <param name="caveats">The record's caveats.</param>
    /// <param name="on">The day of measuring, UTC. Retention is the vault's matter and is not looked at.</param>
    public static int? Of(SharingPolicy policy, RecordCaveats caveats, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(caveats);
        CaveatBounds bounds = CaveatBounds.Of(policy, caveats);
        if (on < bounds.First || on > bounds.Last)
        {
            return null;
        }

        int stratum = policy.Tiers.Count;
        while (stratum > 0 && bounds.Admits(policy, stratum - 1))
        {
            stratum--;
        }

        return stratum < policy.Tiers.Count ? stratum : null;
    }

    /// <summary>
    /// For each tier, in the policy's order, whether the record counts in it, and everything that keeps it out if not:
    /// a tier is open exactly when it is at or below <see cref="Of"/>. For the record's own depositor and for policy
    /// officers who try a policy out; a release says nothing of it.
    /// </summary>
    /// <param name="policy">The policy in force when the record was deposited.</param>
    /// <param name="caveats">The record's caveats.</param>
    /// <param name="on">The day of measuring, UTC.</param>
    public static IReadOnlyList<TierAdmission> Explain(SharingPolicy policy, RecordCaveats caveats, DateOnly on)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(caveats);
        var explanation = new StrataExplanation(policy, caveats);
        IReadOnlyList<TierClosure> ofTheDay = explanation.ClosuresOf(on);
        var admissions = new TierAdmission[policy.Tiers.Count];
        string? closed = null;
        for (int tier = admissions.Length - 1; tier >= 0; tier--)
        {
            IReadOnlyList<TierClosure> own = explanation.OwnClosures(tier);
            string name = policy.Tiers[tier].Name;
            admissions[tier] = new TierAdmission(name, [.. ofTheDay, .. own, .. MoreClosed(closed)]);
            closed = own.Count > 0 ? name : closed;
        }

        return admissions;
    }

    private static IEnumerable<TierClosure> MoreClosed(string? tier) => tier is null
        ? []
        : [new TierClosure(TierClosureKind.MoreClosed, tier, $"the more closed tier `{tier}` would count it too, and is closed to it")];
}
