using System.Numerics;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Briefings;

/// <summary>Makes the public plan of a measurement out of a sharing policy; no record enters it. Silo and tool both take it from here.</summary>
public static class PolicyPlan
{
    private const string Country = "country";
    private const string Category = "category";
    private const string Area = "admin1";
    private const string Leaf = "leaf";

    /// <summary>The plan of a period.</summary>
    /// <param name="policy">The policy in force at the cut-off.</param>
    /// <param name="period">Name of the block or week.</param>
    /// <param name="vintage">Which tables of each tier count: <c>admin1/final</c> or <c>admin1/flash</c>.</param>
    /// <param name="volume">The class of the period.</param>
    /// <param name="areas">P-codes of the first-order areas; the country's own code ("no area given") is added as the last where it is missing.</param>
    /// <param name="kind">An emergency is a flash, of any class.</param>
    /// <exception cref="ArgumentException">The policy asks for what no plan can hold; the message names a limit of the public plan and nothing else.</exception>
    public static MeasurementPlan Of(SharingPolicy policy, string period, ReleaseVintage vintage, VolumeClass volume, IReadOnlyList<string> areas, PlanKind kind = PlanKind.Default) =>
        MeasurementPlan.Create(
            policy.Country,
            period,
            vintage,
            volume,
            areas,
            EventKinds.Codes,
            [.. policy.Tiers.Select(tier => Terms(tier, vintage))],
            policy.OrganisationCap,
            new Rational(new BigInteger(policy.YearlyRho.Numerator), new BigInteger(policy.YearlyRho.Denominator)),
            kind,
            policy.HardFloor);

    private static TierTerms Terms(PolicyTier tier, ReleaseVintage vintage)
    {
        string suffix = vintage == ReleaseVintage.Final ? "/final" : "/flash";
        return new TierTerms(
            tier.Name,
            [.. tier.Tables.Where(table => table.EndsWith(suffix, StringComparison.Ordinal)).Select(table => Group(table[..^suffix.Length]))],
            tier.NoiseMultiple,
            tier.SourceThreshold,
            tier.OrganisationThreshold,
            tier.RoundTo);
    }

    private static CellGroup Group(string name) => name switch
    {
        Country => CellGroup.Country,
        Category => CellGroup.Category,
        Area => CellGroup.Area,
        Leaf => CellGroup.Leaf,
        _ => throw new ArgumentException("a table that the policy's reader let through has no group"),
    };
}
