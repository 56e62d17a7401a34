using System.Buffers;

namespace Broker.DisclosureControl;

/// <summary>The limits of a plan; the first fault in words, null when there is none.</summary>
internal static class PlanTermsCheck
{
    internal const int MaxAreas = 512;
    internal const int MaxCategories = 64;
    internal const int MaxTiers = 8;
    internal const int MaxOrganisationCap = 1_000;
    internal const int MaxMultiple = 1_024;
    internal const int MaxThreshold = 10_000;
    internal const int MaxRoundTo = 1_000;

    private static readonly SearchValues<char> Slug = SearchValues.Create("abcdefghijklmnopqrstuvwxyz0123456789-");
    private static readonly SearchValues<char> Code = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789");

    internal static string? Fault(PlanTerms terms) =>
        KeyFault(terms) ?? TierFault(terms.Tiers) ?? FloorFault(terms) ?? CostFault(terms);

    internal static bool IsPeriod(string text, ReleaseVintage vintage) => vintage switch
    {
        ReleaseVintage.Final => PeriodId.TryParse(text, out _),
        ReleaseVintage.Flash => IsoWeek.TryParse(text, out _),
        _ => false,
    };

    private static string? KeyFault(PlanTerms terms)
    {
        if (terms.Country.Length != 3 || terms.Country.Any(letter => !char.IsAsciiLetterUpper(letter)))
        {
            return "the country is not an ISO 3166-1 alpha-3 code";
        }

        if (!IsPeriod(terms.Period, terms.Vintage))
        {
            return "the period is not one of the vintage";
        }

        if (terms.Areas.Count is < 2 or > MaxAreas || !AreDistinct(terms.Areas, Code, 12) || terms.Areas[^1] != terms.Country)
        {
            return "areas are 2 to 512 distinct codes, the last the country's own";
        }

        return terms.Categories.Count is < 1 or > MaxCategories || !AreDistinct(terms.Categories, Slug, 40)
            ? "categories are 1 to 64 distinct codes"
            : null;
    }

    private static string? TierFault(IReadOnlyList<TierTerms> tiers)
    {
        if (tiers.Count is < 1 or > MaxTiers || !AreDistinct([.. tiers.Select(tier => tier.Name)], Slug, 40))
        {
            return "tiers are 1 to 8 with distinct names";
        }

        for (var index = 1; index < tiers.Count; index++)
        {
            if (tiers[index].NoiseMultiple > tiers[index - 1].NoiseMultiple)
            {
                return "a more open tier is never less noisy than a closed one";
            }
        }

        return tiers.Select(TermsFault).FirstOrDefault(fault => fault is not null);
    }

    private static string? TermsFault(TierTerms tier)
    {
        if (tier.NoiseMultiple is < 1 or > MaxMultiple)
        {
            return "a noise multiple is 1 to 1024";
        }

        if (tier.SourceThreshold is < 1 or > MaxThreshold || tier.OrganisationThreshold is < 1 or > MaxThreshold || tier.RoundTo is < 1 or > MaxRoundTo)
        {
            return "a threshold is 1 to 10000, a rounding base 1 to 1000";
        }

        return tier.Groups.Distinct().Count() != tier.Groups.Count || tier.Groups.Any(group => !Enum.IsDefined(group))
            ? "a tier's groups are distinct"
            : null;
    }

    // With a floor below a tier's own threshold, the tier's words about k would be stronger than the count behind them.
    private static string? FloorFault(PlanTerms terms) =>
        terms.HardFloor is < 0 or > MaxThreshold || (terms.HardFloor > 0 && terms.Tiers.Any(tier => tier.SourceThreshold > terms.HardFloor))
            ? "a hard floor is 0 or from each tier's threshold of sources to 10000"
            : null;

    private static string? CostFault(PlanTerms terms)
    {
        if (!Enum.IsDefined(terms.VolumeClass) || !PlanDefaults.Exists(terms))
        {
            return "class S has no flash but an emergency's, and an emergency has no final";
        }

        if (terms.OrganisationCap is < 1 or > MaxOrganisationCap)
        {
            return "the organisation cap is 1 to 1000";
        }

        return terms.YearlyRho.Sign <= 0 || terms.YearlyRho > new Rational(2) || terms.YearlyRho.Denominator > 1_000_000_000
            ? "the yearly rho is more than 0 and at most 2"
            : null;
    }

    private static bool AreDistinct(IReadOnlyList<string> codes, SearchValues<char> alphabet, int longest) =>
        codes.Distinct(StringComparer.Ordinal).Count() == codes.Count
        && codes.All(code => code.Length > 0 && code.Length <= longest && !code.AsSpan().ContainsAnyExcept(alphabet));
}
