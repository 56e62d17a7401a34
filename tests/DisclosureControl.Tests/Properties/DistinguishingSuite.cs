namespace Broker.DisclosureControl.Tests;

/// <summary>P1: what a reader of everything holds after two blocks, judged feature by feature against the cost that is claimed for it.</summary>
/// <remarks>D: the same sources in both blocks. D + g: g sources more in the second, each with an organisation of its own.</remarks>
internal sealed class DistinguishingSuite
{
    private readonly MeasurementPlan first;
    private readonly MeasurementPlan second;

    // The cells that a source of area 0 and kind 0 touches, and the number of organisations of that area.
    private readonly int[] cells;
    private readonly int organisations;

    private readonly Mechanism mechanism;
    private readonly (string Name, Rational Rho)[] claims;

    internal DistinguishingSuite(Mechanism mechanism, VolumeClass volume = VolumeClass.Small)
    {
        first = Plans.Make(volume, areas: 1, categories: 2, period: "2014-01");
        second = Plans.Make(volume, areas: 1, categories: 2, period: "2014-02");
        cells = [.. PlanKeys.Groups.Where(second.HasGroup).Select(second.IndexOf)];
        organisations = second.Keys.Count;
        this.mechanism = mechanism;
        claims =
        [
            ("every number of the stratum together", second.RhoPerSource),
            ("the country", Cost(0)),
            ("the area", Cost(cells[1])),
            ("the kind", Cost(cells[2])),
            ("the number of organisations", second.OrganisationRho),
            ("tiers that pool their values", second.CellRho),
            ("the change since the block before", Cost(0)),
            ("answers to a retry", Cost(0)),
            ("the elected members' estimate", second.CellRho),
            ("cells that tiers show", second.RhoPerSource),
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

    private Rational Cost(int cell) => Zcdp.Rho(second.VarianceOf(second.Keys[cell].Group));

    private double[] Features(Contribution[] earlier, Contribution[] later, SeededRandom random)
    {
        mechanism.Begin(random);
        var before = mechanism.Measure(first, earlier, random);
        var table = mechanism.Measure(second, later, random);
        var again = mechanism.Again(second, later, table, random);
        var row = table.NoisyOf(0);
        return
        [
            cells.Sum(cell => row[cell] * 2 * Cost(cell).ToDouble()) + (row[organisations] * 2 * second.OrganisationRho.ToDouble()),
            row[0], row[cells[1]], row[cells[2]], row[organisations],
            cells.Sum(cell => 2 * Cost(cell).ToDouble() * Enumerable.Range(0, 3).Sum(tier => (double)mechanism.Raw(table, tier, cell) / second.Tiers[tier].NoiseMultiple)),
            row[0] - before.NoisyOf(0)[0],
            row[0] + again.NoisyOf(0)[0],
            Derive.Estimates(second, table, 1).Values[0],
            cells.Count(cell => mechanism.Shows(second, table, 1, cell)),
        ];
    }
}
