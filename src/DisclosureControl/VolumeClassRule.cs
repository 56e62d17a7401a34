namespace Broker.DisclosureControl;

/// <summary>Which class a block gets: a function of the last final's noisy total, so that the choice costs no budget.</summary>
/// <remarks>
/// The total is of separate sources, the only total there is, as the most open tier estimates it: the class is public, and records
/// whose caveats keep them out of that tier must not show in it.
/// </remarks>
public static class VolumeClassRule
{
    /// <summary>From this many a week a country is of class M.</summary>
    public const int MediumFrom = 50;

    /// <summary>From this many a week a country is of class L.</summary>
    public const int LargeFrom = 500;

    private const int WeeksInBlock = 4;

    /// <summary>
    /// The block whose final decides the class of a period: the block before for a final, the one before that for a flash. Its final
    /// is measured before every week of the flash's block, so four weeks of a block have one class, known before any of them.
    /// </summary>
    public static FourWeekBlock DecidingBlock(MeasuredPeriod period) => period.Block.Next(period.IsFinal ? -1 : -2);

    /// <summary>The class after a final; class S where there is none yet, the one that needs no volume.</summary>
    /// <exception cref="ArgumentException">The table is a flash.</exception>
    public static VolumeClass After(MeasuredTable? lastFinal)
    {
        if (lastFinal is null)
        {
            return VolumeClass.Small;
        }

        if (lastFinal.Plan.Vintage != ReleaseVintage.Final)
        {
            throw new ArgumentException("the table is not a final");
        }

        if (lastFinal.Plan.HardFloor > 0 && lastFinal.NoisyOf(0)[0] <= lastFinal.Plan.HardFloorLimit(CellGroup.Country))
        {
            return VolumeClass.Small; // under the floor the estimate says nothing
        }

        var weekly = Derive.Estimates(lastFinal.Plan, lastFinal, tierIndex: 0).Values[0] / WeeksInBlock;
        return weekly >= LargeFrom ? VolumeClass.Large : weekly >= MediumFrom ? VolumeClass.Medium : VolumeClass.Small;
    }
}
