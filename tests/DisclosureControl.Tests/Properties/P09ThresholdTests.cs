namespace Broker.DisclosureControl.Tests;

/// <summary>P9: shown or hidden alone tells no more than the cost allows: one source around k, one organisation around the floor. The rates are in <see cref="DeriveTests"/>.</summary>
public sealed class P09ThresholdTests
{
    private const int Runs = 10_000;
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 1, categories: 2);
    private static readonly double Shift = Math.Sqrt(2 * Plan.RhoPerSource.ToDouble());
    private static readonly int Area = Plan.IndexOf(CellGroup.Area);

    // k - 1 = 4 sources, and the fifth.
    private static readonly Contribution[] Four = [.. Plans.Sources(0, 4, 4, area: 0)];
    private static readonly Contribution[] Five = [.. Plans.Sources(0, 5, 5, area: 0)];

    // A hundred sources of two organisations, and one source of a third.
    private static readonly Contribution[] TwoOrganisations = [.. Plans.Sources(0, 100, 2, area: 0)];
    private static readonly Contribution[] ThreeOrganisations = [.. TwoOrganisations, .. Plans.Sources(1_000, 1, 10_000, area: 0)];

    [Fact]
    public void ShownCells_WithAndWithoutTheFifthSource_KeepTheirClaim() =>
        Assert.False(Breaks(new ProductMechanism(), Four, Five, Shown));

    [Fact]
    public void ShownAreas_WithAndWithoutTheThirdOrganisation_KeepTheirClaim() =>
        Assert.False(Breaks(new ProductMechanism(), TwoOrganisations, ThreeOrganisations, Shown));

    [Fact]
    public void ExactThreshold_SameTest_IsCaught() =>
        Assert.True(Breaks(BrokenMechanisms.Named("exact k"), Four, Five, Shown));

    // The rule "three organisations" on the exact number of them.
    [Fact]
    public void ExactOrganisationFloor_SameTest_IsCaught() =>
        Assert.True(Breaks(new ProductMechanism(), TwoOrganisations, ThreeOrganisations, (_, _, records) =>
            [records.Where(record => record.Area == 0).Select(record => record.Organisation).Distinct().Count() >= 3 ? 1 : 0]));

    private static bool Breaks(
        Mechanism mechanism, Contribution[] without, Contribution[] with, Func<Mechanism, MeasuredTable, Contribution[], double[]> shown)
    {
        var random = new SeededRandom($"P9 {mechanism.Name} {without.Length}");
        double[][] Rows(Contribution[] records) => [.. Enumerable.Range(0, Runs).Select(_ => shown(mechanism, mechanism.Measure(Plan, records, random), records))];
        return Audit.Breaks(Rows(without), Rows(with), Shift);
    }

    // By tier: the country, the area, and how many cells.
    private static double[] Shown(Mechanism mechanism, MeasuredTable table, Contribution[] records) =>
    [
        .. Enumerable.Range(0, 3).SelectMany(tier =>
        {
            var cells = Enumerable.Range(0, Plan.Keys.Count).Select(cell => mechanism.Shows(Plan, table, tier, cell) ? 1.0 : 0).ToArray();
            return new[] { cells[0], cells[Area], cells.Sum() };
        }),
    ];
}
