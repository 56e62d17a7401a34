namespace Broker.DisclosureControl;

/// <summary>The published table of variances: the whole choice between use and protection stands here.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Defaults"). Order of each row: country, category, area, leaf, as in
/// <see cref="CellGroup"/>. With sensitivity 1 a group of variance v costs 1/(2v) zCDP: S final 1/16 + 1/32 + 1/32,
/// M final 1/32 + 1/64 + 1/64, L final 4 x 1/64, a flash 1/128 + 1/256 + 1/256; organisations 1/64 on top of a final.
/// </remarks>
internal static class PlanDefaults
{
    internal static NoiseVariance[] Variances(VolumeClass volumeClass, ReleaseVintage vintage) => (volumeClass, vintage) switch
    {
        (VolumeClass.Small, ReleaseVintage.Final) => Row(8, 16, 16, 0),
        (VolumeClass.Medium, ReleaseVintage.Final) => Row(16, 32, 32, 0),
        (VolumeClass.Large, ReleaseVintage.Final) => Row(32, 32, 32, 32),
        (VolumeClass.Medium or VolumeClass.Large, ReleaseVintage.Flash) => Row(64, 128, 128, 0),
        _ => throw new ArgumentOutOfRangeException(nameof(volumeClass)),
    };

    internal static NoiseVariance OrganisationVariance(ReleaseVintage vintage) =>
        new(vintage == ReleaseVintage.Final ? 32UL : 0UL);

    private static NoiseVariance[] Row(ulong country, ulong category, ulong area, ulong leaf) =>
        [new(country), new(category), new(area), new(leaf)];
}
