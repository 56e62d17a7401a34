namespace Broker.DisclosureControl.Tests;

/// <summary>P7: a whole history costs the sum of its blocks, and nothing is measured twice. That a store keeps old bytes is in Broker.Tests/Silo/ReleaseTests.</summary>
public sealed class P07HistoryTests
{
    private const int Blocks = 4;
    private const int Runs = 8_000;

    private static readonly MeasurementPlan[] Plan = [.. Enumerable.Range(1, Blocks).Select(block => Plans.Make(areas: 1, categories: 1, period: $"2014-{block:D2}"))];
    private static readonly double Cost = Plan[0].RhoPerSource.ToDouble();

    [Fact]
    public void History_OfFourBlocks_KeepsTheSumOfTheirCosts() =>
        Assert.Empty(Broken((plan, records, random) => [Plans.Run(plan, records, random)]));

    // A source withdraws after the release, and the block is measured again "without it": two tables of one block.
    [Fact]
    public void BlockMeasuredAgainAfterAWithdrawal_SameTest_IsCaught() => Assert.NotEmpty(Broken((plan, records, random) =>
        [Plans.Run(plan, records, random), Plans.Run(plan, [.. records.Where(record => record.Source.Value != 3)], random)]));

    private static List<string> Broken(Func<MeasurementPlan, Contribution[], SeededRandom, MeasuredTable[]> measure)
    {
        const int more = 2;
        var random = new SeededRandom("P7");
        double[][] Rows(Contribution[] records) => [.. Enumerable.Range(0, Runs).Select(_ => Features([.. Plan.SelectMany(plan => measure(plan, records, random))]))];
        Contribution[] before = [.. Plans.Sources(0, 20, 20, area: 0)];
        var (without, with) = (Rows(before), Rows([.. before, .. Plans.Sources(1_000, more, 10_000, area: 0)]));
        var country = Zcdp.Rho(Plan[0].VarianceOf(CellGroup.Country)).ToDouble();
        (string Name, double Rho)[] claims = [("everything", Blocks * Cost), ("the country's sum", Blocks * country)];
        return [.. claims.Where((claim, feature) => Audit.Breaks(without, with, feature, more * Math.Sqrt(2 * claim.Rho))).Select(claim => claim.Name)];
    }

    private static double[] Features(MeasuredTable[] history)
    {
        var plan = history[0].Plan;
        int[] touched = [0, plan.IndexOf(CellGroup.Area), plan.IndexOf(CellGroup.Category), plan.Keys.Count];
        double Weight(int query) => 1 / (query < plan.Keys.Count ? plan.VarianceOf(plan.Keys[query].Group) : plan.OrganisationVariance).ToDouble();
        return [history.Sum(table => touched.Sum(query => Weight(query) * table.NoisyOf(0)[query])), history.Sum(table => table.NoisyOf(0)[0])];
    }
}
