using System.Buffers;
using System.Globalization;

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
        KeyFault(terms) ?? TierFault(terms.Tiers) ?? CostFault(terms);

    internal static bool IsPeriod(string text, ReleaseVintage vintage) => vintage switch
    {
        ReleaseVintage.Final => PeriodId.TryParse(text, out _),
        ReleaseVintage.Flash => IsWeek(text),
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

    private static string? CostFault(PlanTerms terms)
    {
        if (!Enum.IsDefined(terms.VolumeClass) || (terms.VolumeClass == VolumeClass.Small && terms.Vintage == ReleaseVintage.Flash))
        {
            return "class S has no flash";
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

    private static bool IsWeek(string text) =>
        text.Length == 8 && text[4] == '-' && text[5] == 'W'
        && int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
        && int.TryParse(text.AsSpan(6), NumberStyles.None, CultureInfo.InvariantCulture, out var week)
        && year is >= FourWeekCalendar.FirstYear and <= FourWeekCalendar.LastYear
        && week >= 1 && week <= ISOWeek.GetWeeksInYear(year);
}
