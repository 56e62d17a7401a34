using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>The plans of the countries that this broker knows; what makes them out of a policy is <see cref="PolicyPlan"/>.</summary>
internal static class PlanFactory
{
    private const string Country = "country";
    private const string Category = "category";
    private const string Area = "admin1";
    private const string Leaf = "leaf";

    public static MeasurementPlan Create(SharingPolicy policy, MeasuredPeriod period, VolumeClass volume, CountryReference reference) =>
        MeasurementPlan.Create(
            policy.Country,
            period.Id,
            period.Vintage,
            volume,
            reference.Areas(policy.Country),
            EventKinds.Codes,
            [.. policy.Tiers.Select(tier => Terms(tier, period.Slug))],
            policy.OrganisationCap,
            new Rational(new BigInteger(policy.YearlyRho.Numerator), new BigInteger(policy.YearlyRho.Denominator)));

    /// <summary>Why no release could ever be made under the policy, in one line; null when one can.</summary>
    public static string? Fault(SharingPolicy policy, CountryReference reference)
    {
        foreach (VolumeClass volume in Enum.GetValues<VolumeClass>())
        {
            try
            {
                MeasurementPlan plan = Create(policy, MeasuredPeriod.Final(FourWeekCalendar.FromOrdinal(0)), volume, reference);
                if (plan.RhoPerSource > plan.YearlyRho)
                {
                    return $"yearly-rho is less than one four-week final costs a source ({plan.RhoPerSource}): nobody would ever be counted";
                }
            }
            catch (ArgumentException fault)
            {
                // The plan's own words: they name limits of the public plan and nothing else.
                return fault.Message;
            }
        }

        return null;
    }

    private static TierTerms Terms(PolicyTier tier, string vintage) => new(
        tier.Name,
        [.. tier.Tables.Where(table => table.EndsWith($"/{vintage}", StringComparison.Ordinal)).Select(table => Group(table[..^(vintage.Length + 1)]))],
        tier.NoiseMultiple,
        tier.SourceThreshold,
        tier.OrganisationThreshold,
        tier.RoundTo);

    private static CellGroup Group(string name) => name switch
    {
        Country => CellGroup.Country,
        Category => CellGroup.Category,
        Area => CellGroup.Area,
        Leaf => CellGroup.Leaf,
        _ => throw new ArgumentException("a table that the policy's reader let through has no group"),
    };
}
