using System.Numerics;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;

namespace Broker.Silo.Releases;

/// <summary>Makes the public plan of a measurement out of a sharing policy; no record enters it.</summary>
internal static class PlanFactory
{
    private const string Country = "country";
    private const string Category = "category";
    private const string Area = "admin1";
    private const string Leaf = "leaf";
    private const string FinalSuffix = "/final";

    public static MeasurementPlan Final(SharingPolicy policy, FourWeekBlock block, VolumeClass volume, CountryReference reference) =>
        MeasurementPlan.Create(
            policy.Country,
            block.Id.ToString(),
            ReleaseVintage.Final,
            volume,
            reference.Areas(policy.Country),
            EventKinds.Codes,
            [.. policy.Tiers.Select(Terms)],
            policy.OrganisationCap,
            new Rational(new BigInteger(policy.YearlyRho.Numerator), new BigInteger(policy.YearlyRho.Denominator)));

    /// <summary>Why no release could ever be made under the policy, in one line; null when one can.</summary>
    public static string? Fault(SharingPolicy policy, CountryReference reference)
    {
        foreach (VolumeClass volume in Enum.GetValues<VolumeClass>())
        {
            try
            {
                MeasurementPlan plan = Final(policy, FourWeekCalendar.FromOrdinal(0), volume, reference);
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

    private static TierTerms Terms(PolicyTier tier) => new(
        tier.Name,
        [.. tier.Tables.Where(table => table.EndsWith(FinalSuffix, StringComparison.Ordinal)).Select(table => Group(table[..^FinalSuffix.Length]))],
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
