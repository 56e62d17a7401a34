using System.Runtime.InteropServices;

namespace Broker.DisclosureControl;

/// <summary>The exact counts of each stratum in the plan's order, organisations last. They never leave <see cref="Measure"/>.</summary>
/// <remarks>
/// INVARIANT: adding or removing one source changes one stratum only, each query group of it by at most 1 in one cell.
/// The cap bounds the count of an organisation's sources in a leaf: it drops no chosen source, so nobody's presence decides
/// whether another counts.
/// </remarks>
internal static class TrueCounts
{
    internal static long[][] Of(MeasurementPlan plan, ReadOnlySpan<SourcePlace> places)
    {
        var counts = new long[plan.Tiers.Count][];
        for (var stratum = 0; stratum < counts.Length; stratum++)
        {
            counts[stratum] = new long[plan.Width];
        }

        var byLeaf = new Dictionary<(int Stratum, int Area, int Category, OrganisationKey Organisation), int>();
        foreach (var place in places)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(
                byLeaf, (place.Stratum, place.Area, place.Category, place.Organisation), out _)++;
        }

        var present = new HashSet<(int Stratum, int Area, OrganisationKey Organisation)>();
        foreach (var (leaf, sources) in byLeaf)
        {
            Add(plan, counts[leaf.Stratum], leaf.Area, leaf.Category, Math.Min(plan.OrganisationCap, sources));
            if (plan.CountsOrganisations && present.Add((leaf.Stratum, leaf.Area, leaf.Organisation)))
            {
                counts[leaf.Stratum][plan.Keys.Count + leaf.Area]++;
            }
        }

        return counts;
    }

    private static void Add(MeasurementPlan plan, long[] counts, int area, int category, int sources)
    {
        counts[plan.IndexOf(CellGroup.Country)] += sources;
        counts[plan.IndexOf(CellGroup.Area) + area] += sources;
        counts[plan.IndexOf(CellGroup.Category) + category] += sources;
        if (plan.HasGroup(CellGroup.Leaf))
        {
            counts[plan.IndexOf(CellGroup.Leaf) + (area * plan.Categories.Count) + category] += sources;
        }
    }
}
