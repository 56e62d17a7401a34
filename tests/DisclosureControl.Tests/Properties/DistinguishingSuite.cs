namespace Broker.DisclosureControl.Tests;

/// <summary>P1: what a reader of everything holds after two blocks, judged feature by feature against the cost that is claimed for it.</summary>
/// <remarks>D: the same sources in both blocks. D + g: g sources more in the second, each with an organisation of its own.</remarks>
internal sealed class DistinguishingSuite
{
    private static readonly MeasurementPlan First = Plans.Make(areas: 1, categories: 2, period: "2014-01");
    private static readonly MeasurementPlan Second = Plans.Make(areas: 1, categories: 2, period: "2014-02");

    // The cells that a source of area 0 and kind 0 touches, and the number of organisations of that area.
    private static readonly int[] Cells = [0, Second.IndexOf(CellGroup.Area), Second.IndexOf(CellGroup.Category)];
    private static readonly int Organisations = Second.Keys.Count;

    private readonly Mechanism mechanism;
    private readonly (string Name, Rational Rho)[] claims;

    internal DistinguishingSuite(Mechanism mechanism)
    {
        this.mechanism = mechanism;
        claims =
        [
            ("every number of the stratum together", Second.RhoPerSource),
            ("the country", Cost(0)),
            ("the area", Cost(Cells[1])),
            ("the kind", Cost(Cells[2])),
            ("the number of organisations", Second.OrganisationRho),
            ("tiers that pool their values", Second.CellRho),
            ("the change since the block before", Cost(0)),
            ("answers to a retry", Cost(0)),
            ("the elected members' estimate", Second.CellRho),
            ("cells that tiers show", Second.RhoPerSource),
        ];
    }

    /// <summary>The features whose claim is broken beyond doubt.</summary>
    internal IReadOnlyList<string> Broken(int sources, int more, int runs)
    {
        var random = new SeededRandom($"P1 {mechanism.Name} {sources} {more}");
        Contribution[] before = [.. Plans.Sources(0, sources, 20, area: 0)];
        Contribution[] after = [.. before, .. Plans.Sources(1_000, more, 10_000, area: 0)];
        double[][] Rows(Contribution[] second) => [.. Enumerable.Range(0, runs).Select(_ => Features(before, second, random))];
        var (without, with) = (Rows(before), Rows(after));
        return [.. claims.Where((claim, feature) => Audit.Breaks(without, with, feature, more * Math.Sqrt(2 * claim.Rho.ToDouble()))).Select(claim => claim.Name)];
    }

    private static Rational Cost(int cell) => Zcdp.Rho(Second.VarianceOf(Second.Keys[cell].Group));

    private double[] Features(Contribution[] first, Contribution[] second, SeededRandom random)
    {
        mechanism.Begin(random);
        var before = mechanism.Measure(First, first, random);
        var table = mechanism.Measure(Second, second, random);
        var again = mechanism.Again(Second, second, table, random);
        var row = table.NoisyOf(0);
        return
        [
            Cells.Sum(cell => row[cell] * 2 * Cost(cell).ToDouble()) + (row[Organisations] * 2 * Second.OrganisationRho.ToDouble()),
            row[0], row[Cells[1]], row[Cells[2]], row[Organisations],
            Cells.Sum(cell => 2 * Cost(cell).ToDouble() * Enumerable.Range(0, 3).Sum(tier => (double)mechanism.Raw(table, tier, cell) / Second.Tiers[tier].NoiseMultiple)),
            row[0] - before.NoisyOf(0)[0],
            row[0] + again.NoisyOf(0)[0],
            Derive.Estimates(Second, table, 1).Values[0],
            Cells.Count(cell => mechanism.Shows(Second, table, 1, cell)),
        ];
    }
}
