namespace Broker.DisclosureControl;

/// <summary>Chooses the one place where each source counts, from the source's own records only, in any order.</summary>
/// <remarks>
/// The gravest category wins (the lowest index). Among equally grave records of different areas a keyed pseudorandom
/// function decides, so that nobody can arrange to be counted in a chosen area. Within one leaf the most open stratum
/// wins: that record alone already allows it. Two organisations that name one source (a fault, or an attack) are settled
/// by the smaller organisation id: the source still counts once.
/// </remarks>
internal static class LeafChoice
{
    internal static List<SourcePlace> PlaceSources(
        MeasurementPlan plan, ReadOnlySpan<Contribution> contributions, Func<SourceKey, bool> mayCharge, ReadOnlySpan<byte> leafKey)
    {
        var sorted = contributions.ToArray();
        Require(plan, sorted);
        Array.Sort(sorted, Compare);
        var tie = new LeafTie(CellShape.Of(plan), leafKey);
        var places = new List<SourcePlace>();
        for (int start = 0, end; start < sorted.Length; start = end)
        {
            var source = sorted[start].Source;
            for (end = start + 1; end < sorted.Length && sorted[end].Source == source;)
            {
                end++;
            }

            if (mayCharge(source))
            {
                places.Add(Choose(sorted.AsSpan(start, end - start), tie));
            }
        }

        tie.Forget();
        Array.Clear(sorted);
        return places;
    }

    // Sorted: the gravest records come first, by area; the first of each area is the one that would count there.
    internal static SourcePlace Choose(ReadOnlySpan<Contribution> own, LeafTie tie)
    {
        var best = own[0];
        UInt128? bestRank = null;
        for (var index = 1; index < own.Length && own[index].Category == best.Category; index++)
        {
            if (own[index].Area == own[index - 1].Area)
            {
                continue;
            }

            bestRank ??= tie.Rank(best);
            var rank = tie.Rank(own[index]);
            if (rank < bestRank)
            {
                (best, bestRank) = (own[index], rank);
            }
        }

        return new SourcePlace(best.Source, best.Organisation, best.Area, best.Category, best.Stratum);
    }

    private static int Compare(Contribution left, Contribution right)
    {
        var bySource = left.Source.CompareTo(right.Source);
        return bySource != 0
            ? bySource
            : (left.Category, left.Area, left.Stratum, left.Organisation)
                .CompareTo((right.Category, right.Area, right.Stratum, right.Organisation));
    }

    private static void Require(MeasurementPlan plan, Contribution[] contributions)
    {
        foreach (var one in contributions)
        {
            if (one.Area < 0 || one.Area >= plan.Areas.Count
                || one.Category < 0 || one.Category >= plan.Categories.Count
                || one.Stratum < 0 || one.Stratum >= plan.Tiers.Count)
            {
                throw new ArgumentException("a contribution is outside the plan");
            }
        }
    }
}
