using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>The exact numbers behind one's own records, and the chance that each is shown. It draws nothing.</summary>
/// <remarks>
/// References: docs/specs/disclosure-control.md ("Derive", "Organisations", "Hard floor"). For a depositor on its own
/// machine, or an officer with plain records: what it returns holds exact counts, which no broker ever hands out.
/// Chances take a tier's estimate for normally distributed with the variance that the tier reports, and the numbers of
/// organisations, and everything under a hard floor, by the discrete Gaussian itself.
/// </remarks>
public static class OwnDerivative
{
    /// <summary>Every cell that the tier sees, in the plan's order, as if the book held all records that there are.</summary>
    /// <param name="plan">The plan; <see cref="CellShape.Of"/> it is the book's shape.</param>
    /// <param name="book">One's own records of the period, each in its stratum.</param>
    /// <param name="tierIndex">Index into the plan's tiers.</param>
    /// <exception cref="ArgumentException">The plan has another shape.</exception>
    public static IReadOnlyList<OwnCell> ExactForOwner(MeasurementPlan plan, CellBook book, int tierIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(tierIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(tierIndex, plan.Tiers.Count);
        var counts = book.Counts(plan);
        try
        {
            return Cells(plan, counts.AsSpan(0, tierIndex + 1), tierIndex);
        }
        finally
        {
            foreach (var stratum in counts)
            {
                CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(stratum.AsSpan()));
            }
        }
    }

    private static OwnCell[] Cells(MeasurementPlan plan, ReadOnlySpan<long[]> strata, int tierIndex)
    {
        var terms = plan.Tiers[tierIndex];
        var eligible = Eligible(plan, strata, tierIndex);
        var variances = Variances(plan, tierIndex);
        var cells = new List<OwnCell>();
        for (var index = 0; index < plan.Keys.Count; index++)
        {
            var key = plan.Keys[index];
            if (terms.Groups.Contains(key.Group))
            {
                var deviation = Math.Sqrt(variances.VarianceOf(key.Group));
                var chance = plan.HardFloor > 0 ? ShiftedChance(plan, strata, index) : Chance(terms, Sum(strata, index), deviation);
                var mayShow = key.Area < 0 ? 1 : eligible[key.Area];
                cells.Add(new OwnCell(key, Sum(strata, index), deviation, mayShow > 0 ? ShownFrom(plan, terms, key.Group, deviation) : double.PositiveInfinity, chance * mayShow));
            }
        }

        return [.. cells];
    }

    // The estimates of an empty table: only what is known beforehand of them is looked at.
    private static TierEstimates Variances(MeasurementPlan plan, int tierIndex)
    {
        var nothing = new long[plan.Keys.Count];
        return plan.HardFloor > 0
            ? TierEstimates.EachByItself(plan, nothing, plan.NoiseFactor(tierIndex), plan.HardFloor - 1)
            : TierEstimates.Of(plan, nothing, plan.NoiseFactor(tierIndex));
    }

    private static double ShownFrom(MeasurementPlan plan, TierTerms terms, CellGroup group, double deviation) => plan.HardFloor > 0
        ? plan.HardFloor + plan.HardFloorLimit(group)
        : terms.SourceThreshold - 1 + (Derive.ShowQuantile * deviation);

    private static double Chance(TierTerms terms, long sources, double deviation) =>
        NormalDistribution.UpperTail((terms.SourceThreshold - 1 + (Derive.ShowQuantile * deviation) - sources) / deviation);

    // Shown where one stratum passes the limit; below k the limit holds it, whatever the noise.
    private static double ShiftedChance(MeasurementPlan plan, ReadOnlySpan<long[]> strata, int index)
    {
        var group = plan.Keys[index].Group;
        var none = 1.0;
        foreach (var stratum in strata)
        {
            var shifted = stratum[index] - (plan.HardFloor - 1);
            none *= shifted <= 0 ? 1 : 1 - HardFloorRule.Tail(plan.VarianceOf(group).ToDouble(), plan.HardFloorLimit(group) + 1 - shifted);
        }

        return 1 - none;
    }

    // A flash is judged by a final's numbers, of which one's own records of the week say nothing: none is eligible.
    private static double[] Eligible(MeasurementPlan plan, ReadOnlySpan<long[]> strata, int tierIndex)
    {
        var chances = new double[plan.Areas.Count];
        for (var area = 0; plan.CountsOrganisations && area < chances.Length; area++)
        {
            var none = 1.0;
            var bound = OrganisationFloor.BoundOf(plan, tierIndex);
            foreach (var stratum in strata)
            {
                none *= 1 - HardFloorRule.Tail(plan.OrganisationVariance.ToDouble(), (long)Math.Ceiling(bound) - stratum[plan.Keys.Count + area]);
            }

            chances[area] = 1 - none;
        }

        return chances;
    }

    private static long Sum(ReadOnlySpan<long[]> strata, int index)
    {
        var sum = 0L;
        foreach (var stratum in strata)
        {
            sum += stratum[index];
        }

        return sum;
    }
}
