namespace Broker.DisclosureControl.Tests;

/// <summary>Finals of a country of eighteen areas and three kinds, measured through the real sampler; the true counts are put in afterwards.</summary>
/// <remarks>The noise of a measurement does not depend on what is counted, so one run of draws serves every truth.</remarks>
internal sealed class NoisyCountry
{
    internal const int Areas = 18;
    internal const int Kinds = 3;

    private readonly MeasuredTable[] noise;

    internal NoisyCountry(VolumeClass volume, int blocks, string seed, IReadOnlyList<TierTerms>? tiers = null)
    {
        var random = new SeededRandom(seed);
        noise = [.. Enumerable.Range(0, blocks).Select(block =>
            Plans.Run(PlanOf(volume, FourWeekCalendar.FromOrdinal(block - 1_400), tiers ?? Plans.Tiers), [], random))];
    }

    internal int Blocks => noise.Length;

    internal static MeasurementPlan PlanOf(VolumeClass volume, FourWeekBlock block, IReadOnlyList<TierTerms> tiers) => MeasurementPlan.Create(
        "XXA", block.Id.ToString(), ReleaseVintage.Final, volume, [.. Enumerable.Range(1, Areas - 1).Select(area => $"XA{area:D2}")],
        [.. Enumerable.Range(1, Kinds).Select(kind => $"kind-{kind}")], tiers, 10, new Rational(1));

    /// <summary>The final of a block in which the areas have these sources, shared evenly over the kinds, all of one stratum, with thirty organisations behind each area.</summary>
    internal MeasuredTable Final(int block, IReadOnlyList<int> areas, int organisations = 30)
    {
        var plan = noise[block].Plan;
        var counts = Truth(plan, areas);
        var strata = Enumerable.Range(0, plan.Tiers.Count).Select(stratum => noise[block].NoisyOf(stratum).ToArray()).ToArray();
        for (var query = 0; query < plan.Width; query++)
        {
            strata[0][query] += query < counts.Length ? counts[query] : organisations;
        }

        return new MeasuredTable(plan, strata, [.. Enumerable.Range(0, plan.Tiers.Count).Select(noise[block].ExtraOf)], []);
    }

    /// <summary>The true count of each cell.</summary>
    internal static long[] Truth(MeasurementPlan plan, IReadOnlyList<int> areas)
    {
        var leaves = new long[Areas, Kinds];
        for (int area = 0, source = 0; area < Areas; area++)
        {
            for (var i = 0; i < areas[area]; i++, source++)
            {
                leaves[area, source % Kinds]++;
            }
        }

        return [.. plan.Keys.Select(key =>
        {
            var sum = 0L;
            for (var leaf = 0; leaf < leaves.Length; leaf++)
            {
                var (area, kind) = (leaf / Kinds, leaf % Kinds);
                sum += (key.Area < 0 || key.Area == area) && (key.Category < 0 || key.Category == kind) ? leaves[area, kind] : 0;
            }

            return sum;
        })];
    }

    /// <summary>The same number in each area.</summary>
    internal static int[] Everywhere(int sources) => [.. Enumerable.Repeat(sources, Areas)];

    /// <summary>Sources in one area only.</summary>
    internal static int[] InOneArea(int sources) => [.. Enumerable.Range(0, Areas).Select(area => area == 5 ? sources : 0)];
}
