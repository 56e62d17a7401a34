using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>What a book of cells counts in: everything of a plan that the exact counts depend on, and nothing of its noise.</summary>
/// <param name="Country">ISO 3166-1 alpha-3 code.</param>
/// <param name="Period">The period as its plan names it; ties between areas are settled per period.</param>
/// <param name="Vintage">Flash or final.</param>
/// <param name="Areas">2 to 512 codes, the country's own last, as in the plan.</param>
/// <param name="Categories">1 to 64 codes, the gravest first.</param>
/// <param name="Strata">1 to 8: one for each tier.</param>
/// <param name="OrganisationCap">Most sources that one organisation adds to a leaf and stratum, 1 to 1,000.</param>
public sealed record CellShape(
    string Country,
    string Period,
    ReleaseVintage Vintage,
    IReadOnlyList<string> Areas,
    IReadOnlyList<string> Categories,
    int Strata,
    int OrganisationCap)
{
    private static readonly SearchValues<char> Code = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-");

    /// <summary>The shape of a plan: plans that differ in noise or thresholds only have the same.</summary>
    public static CellShape Of(MeasurementPlan plan) => new(
        plan.Country, plan.Period, plan.Vintage, plan.Areas, plan.Categories, plan.Tiers.Count, plan.OrganisationCap);

    /// <summary>Equal in every code and number; lists are compared by what they hold.</summary>
    public bool Equals(CellShape? other) =>
        other is not null
        && (Country, Period, Vintage, Strata, OrganisationCap) == (other.Country, other.Period, other.Vintage, other.Strata, other.OrganisationCap)
        && Areas.SequenceEqual(other.Areas, StringComparer.Ordinal)
        && Categories.SequenceEqual(other.Categories, StringComparer.Ordinal);

    /// <inheritdoc />
    public override int GetHashCode() => HashCode.Combine(Country, Period, Vintage, Areas.Count, Categories.Count, Strata, OrganisationCap);

    /// <summary>The first limit that the shape breaks, in words; null when there is none.</summary>
    internal string? Fault()
    {
        if (Areas.Count is < 2 or > PlanTermsCheck.MaxAreas || Categories.Count is < 1 or > PlanTermsCheck.MaxCategories)
        {
            return "a shape has 2 to 512 areas and 1 to 64 categories";
        }

        if (Strata is < 1 or > PlanTermsCheck.MaxTiers || OrganisationCap is < 1 or > PlanTermsCheck.MaxOrganisationCap)
        {
            return "a shape has 1 to 8 strata and a cap of 1 to 1000";
        }

        if (!AreCodes([Country]) || !AreCodes(Areas) || !AreCodes(Categories))
        {
            return "codes are distinct letters, digits and hyphens, 1 to 40 of them";
        }

        return Enum.IsDefined(Vintage) && PlanTermsCheck.IsPeriod(Period, Vintage) ? null : "the period is not one of the vintage";
    }

    // No line break, so that no two shapes have the same text; no zero, which ends a code where areas are ranked.
    private static bool AreCodes(IReadOnlyList<string> codes) =>
        codes.Distinct(StringComparer.Ordinal).Count() == codes.Count
        && codes.All(code => code.Length is > 0 and <= 40 && !code.AsSpan().ContainsAnyExcept(Code));

    /// <summary>SHA-256 over the shape as text, one line a value: what the bytes of a book name.</summary>
    internal byte[] Digest()
    {
        var text = new StringBuilder("cell-shape/1\n");
        text.Append(CultureInfo.InvariantCulture, $"country {Country}\nperiod {Period}\nvintage {(Vintage == ReleaseVintage.Final ? "final" : "flash")}\n");
        text.Append(CultureInfo.InvariantCulture, $"strata {Strata}\norganisation-cap {OrganisationCap}\n");
        foreach (var area in Areas)
        {
            text.Append("area ").Append(area).Append('\n');
        }

        foreach (var category in Categories)
        {
            text.Append("category ").Append(category).Append('\n');
        }

        return SHA256.HashData(Encoding.ASCII.GetBytes(text.ToString()));
    }
}
