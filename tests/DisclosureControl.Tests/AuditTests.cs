namespace Broker.DisclosureControl.Tests;

/// <summary>P1 and P9 at a small number of runs, and the attackers that they must catch.</summary>
public sealed class AuditTests
{
    private const int Runs = 10_000;
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 1, categories: 2);

    public static TheoryData<int, int> Pairs => new() { { 4, 1 }, { 0, 1 }, { 20, 16 }, { 100, 16 }, { 20, 4 } };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void WholePipeline_WithAndWithoutSources_KeepsItsClaim(int sources, int more)
    {
        var (without, with) = Both(sources, more, Features);
        Assert.False(Audit.Breaks(without, with, Shift(more, Plan.RhoPerSource.ToDouble())));
    }

    // The audit has power: the same runs break the claim of two thirds of the cost, which is sigma x 0.82 at the full claim.
    [Fact]
    public void WholePipeline_ClaimingLessThanItCosts_IsCaught()
    {
        var (without, with) = Both(20, 4, Features);
        Assert.True(Audit.Breaks(without, with, Shift(4, 2.0 / 3 * Plan.RhoPerSource.ToDouble())));
    }

    [Fact]
    public void NoNoiseOnZeros_SameAudit_IsCaught()
    {
        var (without, with) = Both(0, 1, (table, count) => [count == 0 ? 0 : table.NoisyOf(0)[0]]);
        Assert.True(Audit.Breaks(without, with, Shift(1, Plan.RhoPerSource.ToDouble())));
    }

    [Fact]
    public void ExactThreshold_SameAudit_IsCaught()
    {
        var (without, with) = Both(4, 1, (table, count) => [count >= 5 ? 1 : 0]);
        Assert.True(Audit.Breaks(without, with, Shift(1, Plan.RhoPerSource.ToDouble())));
    }

    [Fact]
    public void NoiseOfEvenNumbersOnly_SameAudit_IsCaught()
    {
        var (without, with) = Both(4, 1, (table, count) => [count + (2 * (table.NoisyOf(0)[0] - count))]);
        Assert.True(Audit.Breaks(without, with, Shift(1, Plan.RhoPerSource.ToDouble() / 4)));
    }

    [Fact]
    public void FreshNoiseForEachOfManyRequests_SameAudit_IsCaught()
    {
        // Ten draws of one block at the price of one.
        double[] Mean(MeasuredTable table, int count)
        {
            var again = new SeededRandom($"fresh {table.NoisyOf(0)[0]} {table.NoisyOf(0)[1]} {table.NoisyOf(1)[0]} {table.NoisyOf(2)[0]} {count}");
            var sum = table.NoisyOf(0)[0];
            for (var i = 0; i < 9; i++)
            {
                sum += count + DiscreteGaussian.Draw(new NoiseVariance(64, 5), again.Fill);
            }

            return [sum];
        }

        var (without, with) = Both(4, 4, Mean);
        Assert.True(Audit.Breaks(without, with, Shift(4, 5.0 / 128)));
    }

    // P9: only what is shown or hidden.
    [Fact]
    public void ShownAndHidden_WithAndWithoutTheFifthSource_KeepsItsClaim()
    {
        var (without, with) = Both(4, 1, (table, _) => [.. Tables(table).Select(Published)]);
        Assert.False(Audit.Breaks(without, with, Shift(1, Plan.RhoPerSource.ToDouble())));
    }

    private static double Shift(int more, double rho) => more * Math.Sqrt(2 * rho);

    private static (double[][] Without, double[][] With) Both(int sources, int more, Func<MeasuredTable, int, double[]> features)
    {
        var random = new SeededRandom($"audit {sources} {more}");
        double[][] Rows(int count)
        {
            // The sources that come each bring an organisation: the number of organisations tells of them too.
            Contribution[] records = [.. Plans.Sources(0, sources, 20, area: 0), .. Plans.Sources(1_000, count - sources, 10_000, area: 0)];
            return [.. Enumerable.Range(0, Runs).Select(_ => features(Plans.Run(Plan, records, random), count))];
        }

        return (Rows(sources), Rows(sources + more));
    }

    // What the strongest reader could hold (each stratum's raw numbers, weighted as the best test does), and what leaves.
    private static double[] Features(MeasuredTable table, int count)
    {
        var stratum = table.NoisyOf(0);
        var touched = new[] { (0, 5), (Plan.IndexOf(CellGroup.Area), 5), (Plan.IndexOf(CellGroup.Category), 2), (Plan.Keys.Count, 6) };
        var tables = Tables(table);
        return
        [
            touched.Sum(query => query.Item2 * stratum[query.Item1]),
            stratum[0],
            table.Raw(0, 0),
            tables[0].Cells[0].Estimate,
            tables[2].Cells[0].Estimate,
            tables[2].Cells[Plan.IndexOf(CellGroup.Area)].Estimate,
            .. tables.Select(Published),
        ];
    }

    private static TierTable[] Tables(MeasuredTable table) =>
        [.. Enumerable.Range(0, 3).Select(tier => Derive.Tier(Plan, table, tier, null))];

    private static double Published(TierTable table) => table.Cells.Count(cell => cell.Status == CellStatus.Published);
}
