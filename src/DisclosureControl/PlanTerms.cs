namespace Broker.DisclosureControl;

/// <summary>What a plan is made from; the variances, keys and cost follow from it.</summary>
internal sealed record PlanTerms(
    string Country,
    string Period,
    ReleaseVintage Vintage,
    VolumeClass VolumeClass,
    IReadOnlyList<string> Areas,
    IReadOnlyList<string> Categories,
    IReadOnlyList<TierTerms> Tiers,
    int OrganisationCap,
    Rational YearlyRho,
    PlanKind Kind,
    int HardFloor);
