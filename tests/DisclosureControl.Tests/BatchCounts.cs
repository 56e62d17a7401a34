using System.Runtime.InteropServices;

namespace Broker.DisclosureControl.Tests;

/// <summary>The counts of a list of records made at once, by sorting: what a book kept up record by record has to equal.</summary>
internal static class BatchCounts
{
    internal static long[][] Of(MeasurementPlan plan, IEnumerable<Contribution> records, byte[] leafKey, Func<SourceKey, bool>? counts = null) =>
        CountsOf(plan, Places(plan, records, leafKey).Where(place => counts?.Invoke(place.Source) ?? true));

    internal static List<Contribution> Places(MeasurementPlan plan, IEnumerable<Contribution> records, byte[] leafKey)
    {
        using var tie = new LeafTie(CellShape.Of(plan), leafKey);
        var sorted = records.ToArray();
        Array.Sort(sorted, Compare);
        var places = new List<Contribution>();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            for (end = start + 1; end < sorted.Length && sorted[end].Source == sorted[start].Source;)
            {
                end++;
            }

            places.Add(Choose(sorted.AsSpan(start, end - start), tie));
        }

        return places;
    }

    // Sorted: the gravest records come first, by area; the first of each area is the one that would count there.
    private static Contribution Choose(ReadOnlySpan<Contribution> own, LeafTie tie)
    {
        var best = own[0];
        UInt128? bestRank = null;
        for (var index = 1; index < own.Length && own[index].Category == best.Category; index++)
        {
            if (own[index].Area != own[index - 1].Area)
            {
                bestRank ??= tie.Rank(best.Source, best.Area, best.Category);
                var rank = tie.Rank(best.Source, own[index].Area, own[index].Category);
                (best, bestRank) = rank < bestRank ? (own[index], rank) : (best, bestRank);
            }
        }

        return best;
    }

    private static int Compare(Contribution left, Contribution right)
    {
        var bySource = left.Source.CompareTo(right.Source);
        return bySource != 0
            ? bySource
            : (left.Category, left.Area, left.Stratum, left.Organisation)
                .CompareTo((right.Category, right.Area, right.Stratum, right.Organisation));
    }

    private static long[][] CountsOf(MeasurementPlan plan, IEnumerable<Contribution> places)
    {
        long[][] counts = [.. plan.Tiers.Select(_ => new long[plan.Width])];
        var byLeaf = new Dictionary<(int Stratum, int Area, int Category, OrganisationKey Organisation), int>();
        foreach (var place in places)
        {
            CollectionsMarshal.GetValueRefOrAddDefault(
                byLeaf, (place.Stratum, place.Area, place.Category, place.Organisation), out _)++;
        }

        foreach (var (leaf, sources) in byLeaf)
        {
            Add(plan, counts[leaf.Stratum], leaf.Area, leaf.Category, Math.Min(plan.OrganisationCap, sources));
        }

        foreach (var (stratum, area, _) in byLeaf.Keys.Select(leaf => (leaf.Stratum, leaf.Area, leaf.Organisation)).Distinct())
        {
            if (plan.CountsOrganisations)
            {
                counts[stratum][plan.Keys.Count + area]++;
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
