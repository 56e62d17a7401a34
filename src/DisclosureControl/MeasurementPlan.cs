using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>Everything public about a measurement: keys, variances, cost. It depends on no record.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("The plan"). Only <see cref="Create"/> and <see cref="TryParse"/> make
/// one, so that a plan whose cost or keys were not checked cannot exist. Limits: 2 to 512 areas, 1 to 64 categories,
/// 1 to 8 tiers.
/// </remarks>
public sealed class MeasurementPlan
{
    /// <summary>An area never shows with fewer organisations, whatever a tier's terms say.</summary>
    public const int LeastOrganisations = 3;

    private readonly NoiseVariance[] variances;
    private readonly CellKey[] keys;
    private readonly long[] floorLimits;

    internal MeasurementPlan(PlanTerms terms)
    {
        Terms = terms;
        variances = PlanDefaults.Variances(terms);
        OrganisationVariance = PlanDefaults.OrganisationVariance(terms);
        keys = PlanKeys.InOrder(terms.Areas.Count, terms.Categories.Count, HasGroup(CellGroup.Leaf));
        floorLimits = [.. variances.Select(HardFloorRule.LimitOf)];
        CellRho = PlanKeys.Groups.Select(group => Zcdp.Rho(VarianceOf(group))).Aggregate((sum, rho) => sum + rho);
        CanonicalText = PlanText.Format(this);
        Hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.ASCII.GetBytes(CanonicalText)));
    }

    /// <summary>ISO 3166-1 alpha-3 code of the country.</summary>
    public string Country => Terms.Country;

    /// <summary>Identifier of the period: <c>2014-01</c> for a four-week block, <c>2014-W05</c> for a week.</summary>
    public string Period => Terms.Period;

    /// <summary>Flash or final.</summary>
    public ReleaseVintage Vintage => Terms.Vintage;

    /// <summary><see cref="Period"/> and <see cref="Vintage"/> as a value of the calendar.</summary>
    public MeasuredPeriod MeasuredPeriod => Vintage == ReleaseVintage.Final
        ? MeasuredPeriod.Final(FourWeekCalendar.Parse(Period))
        : MeasuredPeriod.Flash(IsoWeek.Parse(Period));

    /// <summary>The class that chose the variances.</summary>
    public VolumeClass VolumeClass => Terms.VolumeClass;

    /// <summary>Default, or an emergency's flash.</summary>
    public PlanKind Kind => Terms.Kind;

    /// <summary>k of the shifted hard floor: no number is shown behind which fewer sources of one stratum stand; 0 where the plan has none.</summary>
    public int HardFloor => Terms.HardFloor;

    /// <summary>
    /// What the hard floor costs a source beside <see cref="RhoPerSource"/>: the chance, 0 to 1, that the floor itself tells of one that
    /// comes or goes. 0 without a hard floor.
    /// </summary>
    public double HardFloorDelta => HardFloorRule.Delta(this);

    /// <summary>P-codes of the areas; the last is the country's own code: no area given.</summary>
    public IReadOnlyList<string> Areas => Terms.Areas;

    /// <summary>Codes of the categories, the gravest first.</summary>
    public IReadOnlyList<string> Categories => Terms.Categories;

    /// <summary>The tiers from the most open to the most closed; strata have the same indexes.</summary>
    public IReadOnlyList<TierTerms> Tiers => Terms.Tiers;

    /// <summary>Most sources that one organisation adds to a leaf and stratum.</summary>
    public int OrganisationCap => Terms.OrganisationCap;

    /// <summary>Most zCDP that one source may cost in a year (13 blocks), over everything that leaves.</summary>
    public Rational YearlyRho => Terms.YearlyRho;

    /// <summary>zCDP that this measurement costs a source that is counted: 9/64 for a final of class S.</summary>
    public Rational RhoPerSource => CellRho + OrganisationRho;

    /// <summary>Every cell in the fixed, public order: country, areas, categories, then leaves (area by area).</summary>
    public IReadOnlyList<CellKey> Keys => keys;

    /// <summary>The plan as strict ASCII text; its grammar is in the specification.</summary>
    public string CanonicalText { get; }

    /// <summary>SHA-256 of <see cref="CanonicalText"/>, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    /// <summary>Variance of the noise on a number of organisations in one stratum; 0 where the vintage measures none.</summary>
    public NoiseVariance OrganisationVariance { get; }

    /// <summary>Whether the measurement counts organisations per area (finals do, flashes do not).</summary>
    public bool CountsOrganisations => OrganisationVariance.Numerator != 0;

    internal PlanTerms Terms { get; }

    internal Rational CellRho { get; }

    internal Rational OrganisationRho => Zcdp.Rho(OrganisationVariance);

    /// <summary>Noisy numbers that one stratum holds: the cells, then organisations by area. A tier's extra noise is on cells only.</summary>
    internal int Width => keys.Length + (CountsOrganisations ? Areas.Count : 0);

    /// <summary>Makes a plan with the variances of the published table.</summary>
    /// <param name="country">ISO 3166-1 alpha-3 code, upper case.</param>
    /// <param name="period"><c>YYYY-NN</c> for a final, <c>YYYY-Www</c> for a flash.</param>
    /// <param name="vintage">Flash or final; class S has no flash but an emergency's.</param>
    /// <param name="volumeClass">Judged by an earlier block's noisy total only.</param>
    /// <param name="areas">P-codes; the country's own code ("no area given") is added as the last where it is missing.</param>
    /// <param name="categories">Codes, the gravest first.</param>
    /// <param name="tiers">From the most open to the most closed.</param>
    /// <param name="organisationCap">1 to 1,000.</param>
    /// <param name="yearlyRho">More than 0, at most 2.</param>
    /// <param name="kind">An emergency is a flash, of any class.</param>
    /// <param name="hardFloor">0 for none; else at least each tier's own threshold of sources, at most 10,000.</param>
    /// <exception cref="ArgumentException">An argument is outside what is written above.</exception>
    public static MeasurementPlan Create(
        string country,
        string period,
        ReleaseVintage vintage,
        VolumeClass volumeClass,
        IReadOnlyList<string> areas,
        IReadOnlyList<string> categories,
        IReadOnlyList<TierTerms> tiers,
        int organisationCap,
        Rational yearlyRho,
        PlanKind kind = PlanKind.Default,
        int hardFloor = 0)
    {
        var allAreas = areas.Contains(country) ? areas.ToArray() : [.. areas, country];
        var terms = new PlanTerms(
            country, period, vintage, volumeClass, allAreas, [.. categories], [.. tiers.Select(tier => tier with { Groups = [.. tier.Groups] })],
            organisationCap, yearlyRho, kind, hardFloor);
        return PlanTermsCheck.Fault(terms) is { } fault
            ? throw new ArgumentException(fault)
            : new MeasurementPlan(terms);
    }

    /// <summary>Reads a plan from exactly the bytes of <see cref="CanonicalText"/>; anything else is refused.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out MeasurementPlan? plan) => PlanText.TryParse(text, out plan);

    /// <summary>Variance of the noise on each cell of a group in one stratum; 0 where the plan does not measure the group.</summary>
    public NoiseVariance VarianceOf(CellGroup group) => variances[(int)group];

    /// <summary>Whether the tier sees any cell of the plan; no tier does in a week whose policy lists no table of weeks.</summary>
    public bool IsSeenBy(int tierIndex) => Tiers[tierIndex].Groups.Any(HasGroup);

    /// <summary>Whether the plan measures the group.</summary>
    public bool HasGroup(CellGroup group) => VarianceOf(group).Numerator != 0;

    /// <summary>
    /// By how much a tier's noise exceeds one stratum's: its multiple, but never less than the number of strata open to it,
    /// whose noise it cannot be without. The variance of a tier's raw value is this times <see cref="VarianceOf"/>.
    /// </summary>
    public int NoiseFactor(int tierIndex) => Math.Max(tierIndex + 1, Tiers[tierIndex].NoiseMultiple);

    /// <summary>
    /// What the tier alone learns of a source, as zCDP; reported on its sheets: the cells at the tier's own noise, and the numbers
    /// of organisations whole where the tier sees areas, because those decide which are shown and carry no extra noise. The ledger
    /// charges <see cref="RhoPerSource"/>, what all tiers together may learn, and never this. It takes a sum of independent
    /// discrete Gaussians for one of the summed variance, which at these variances differs by less than any report could show.
    /// </summary>
    public Rational RhoOfTier(int tierIndex)
    {
        // Which cells a hard floor shows is decided on the strata themselves, whatever a tier adds to the numbers.
        var cells = HardFloor > 0 ? CellRho : CellRho * new Rational(1, NoiseFactor(tierIndex));
        return Tiers[tierIndex].Groups.Any(group => group is CellGroup.Area or CellGroup.Leaf) ? cells + OrganisationRho : cells;
    }

    internal long HardFloorLimit(CellGroup group) => floorLimits[(int)group];

    /// <summary>Variance of what the tier and the more closed ones add to the strata, in multiples of one stratum's; 0 after the last.</summary>
    internal int ExtraFactor(int tierIndex) => tierIndex < Tiers.Count ? NoiseFactor(tierIndex) - (tierIndex + 1) : 0;

    internal int IndexOf(CellGroup group) => PlanKeys.FirstIndex(group, Areas.Count, Categories.Count);
}
