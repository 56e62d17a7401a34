namespace Broker.DisclosureControl;

/// <summary>The published table of variances: the whole choice between use and protection stands here.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Defaults"). Order of each row: country, category, area, leaf, as in
/// <see cref="CellGroup"/>. With sensitivity 1 a group of variance v costs 1/(2v) zCDP: S final 5/128 + 2/128 + 5/128 and
/// 6/128 for organisations, M final 1/32 + 1/64 + 1/64, L final 4 x 1/64, both with 1/64 for organisations, a flash
/// 1/128 + 1/256 + 1/256, an emergency flash 1/16 + 1/32 + 1/32.
/// </remarks>
internal static class PlanDefaults
{
    /// <summary>False for what no plan may be: a flash of class S without an emergency, an emergency final.</summary>
    internal static bool Exists(PlanTerms terms) => (terms.Kind, terms.Vintage) switch
    {
        (PlanKind.Default, ReleaseVintage.Final) => true,
        (PlanKind.Default, ReleaseVintage.Flash) => terms.VolumeClass != VolumeClass.Small,
        (PlanKind.Emergency, ReleaseVintage.Flash) => true,
        _ => false,
    };

    internal static NoiseVariance[] Variances(PlanTerms terms) => (terms.Kind, terms.Vintage, terms.VolumeClass) switch
    {
        (PlanKind.Emergency, ReleaseVintage.Flash, _) => Row(8, 16, 16, 0),
        (PlanKind.Default, ReleaseVintage.Final, VolumeClass.Small) => [new(64, 5), new(32), new(64, 5), new(0)],
        (PlanKind.Default, ReleaseVintage.Final, VolumeClass.Medium) => Row(16, 32, 32, 0),
        (PlanKind.Default, ReleaseVintage.Final, VolumeClass.Large) => Row(32, 32, 32, 32),
        (PlanKind.Default, ReleaseVintage.Flash, VolumeClass.Medium or VolumeClass.Large) => Row(64, 128, 128, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(terms)),
    };

    internal static NoiseVariance OrganisationVariance(PlanTerms terms) => (terms.Vintage, terms.VolumeClass) switch
    {
        (ReleaseVintage.Flash, _) => new(0),
        (_, VolumeClass.Small) => new(32, 3),
        _ => new(32),
    };

    private static NoiseVariance[] Row(ulong country, ulong category, ulong area, ulong leaf) =>
        [new(country), new(category), new(area), new(leaf)];
}
