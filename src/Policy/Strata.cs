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
}
