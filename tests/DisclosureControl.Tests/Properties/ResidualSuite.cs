namespace Broker.DisclosureControl.Tests;

/// <summary>P2: the law of every draw that a mechanism makes, wherever it is used.</summary>
internal sealed class ResidualSuite(Mechanism mechanism)
{
    // 1e-6 each side.
    private const double Reach = 4.7534;

    private static readonly NoiseVariance[] Variances = [new(1, 4), new(1), new(8), new(64), new(1024)];
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 24, categories: 1);
    private static readonly MeasurementPlan Next = Plans.Make(areas: 24, categories: 1, period: "2014-03");
    private static readonly int Organisations = Plan.Keys.Count; // of area 0, where 40 report; those of the other areas follow
    private static readonly double Variance = Plan.VarianceOf(CellGroup.Area).ToDouble();

    // Area 0 holds many sources; the others none.
    private static readonly Contribution[] Records = [.. Plans.Sources(0, 200, 40, area: 0)];

    /// <summary>The laws that are broken beyond doubt.</summary>
    internal IReadOnlyList<string> Broken(int draws, int releases)
    {
        var broken = Variances.Where(variance => !Fits(Draws(variance, draws), Statistics.GaussianMass(variance.ToDouble())))
            .Select(variance => $"draws at {variance}").ToList();
        broken.AddRange(BrokenTables(releases));
        if (Shown(sources: 5, 400) > 0.06 || Shown(sources: 60, 100) < 0.95)
        {
            broken.Add("the decision to show");
        }

        return broken;
    }

    private List<long> Draws(NoiseVariance variance, int draws)
    {
        var random = new SeededRandom($"P2 draws {mechanism.Name} {variance}");
        return [.. Enumerable.Range(0, draws).Select(_ => mechanism.Draw(variance, random))];
    }

    private IEnumerable<string> BrokenTables(int releases)
    {
        var random = new SeededRandom($"P2 tables {mechanism.Name}");
        var (zero, full, twice, extra, same) = (new List<long>(), new List<long>(), new List<long>(), new List<long>(), true);
        var (closed, organisations) = (new List<long>(), new List<long>());
        for (var release = 0; release < releases; release++)
        {
            mechanism.Begin(random);
            var table = mechanism.Measure(Plan, Records, random);
            var next = mechanism.Measure(Next, Records, random);
            var again = mechanism.Again(Plan, Records, table, random);
            full.Add(table.NoisyOf(0)[1] - 200);
            closed.AddRange([.. table.NoisyOf(1)[1..26], .. table.NoisyOf(2)[1..26]]);
            organisations.AddRange([table.NoisyOf(0)[Organisations] - 40, .. table.NoisyOf(0)[(Organisations + 1)..]]);
            organisations.AddRange([.. table.NoisyOf(1)[Organisations..], .. table.NoisyOf(2)[Organisations..]]);
            for (var cell = 2; cell < 2 + 23; cell++)
            {
                zero.Add(table.NoisyOf(0)[cell]);
                twice.Add(table.NoisyOf(0)[cell] - next.NoisyOf(0)[cell]);
                extra.Add(mechanism.Raw(table, 0, cell) - mechanism.Raw(table, 1, cell) + table.NoisyOf(1)[cell]);
                same &= table.NoisyOf(0)[cell] == again.NoisyOf(0)[cell];
            }
        }

        var mass = Statistics.GaussianMass(Variance);
        (string Name, bool Holds)[] laws =
        [
            ("noise on zeros", Fits(zero, mass)),
            ("noise on full cells", Fits(full, mass)),
            ("noise of closed strata", Fits(closed, mass)),
            ("noise on numbers of organisations", Fits(organisations, Statistics.GaussianMass(Plan.OrganisationVariance.ToDouble()))),
            ("noise of two blocks with equal records", Fits(twice, Statistics.Sum(mass, mass))),
            ("extra noise of a tier", Fits(extra, Statistics.GaussianMass(7 * Variance))),
            ("one answer to a retry", same),
        ];
        return laws.Where(law => !law.Holds).Select(law => law.Name);
    }

    // Three organisations more than the floor asks for stand behind the country; the elected members' k is 5.
    private double Shown(int sources, int releases)
    {
        var random = new SeededRandom($"P2 shown {mechanism.Name} {sources}");
        Contribution[] records = [.. Plans.Sources(0, sources, 6, area: 0)];
        mechanism.Begin(random);
        return (double)Enumerable.Range(0, releases).Count(_ => mechanism.Shows(Plan, mechanism.Measure(Plan, records, random), 1, 0)) / releases;
    }

    private static bool Fits(List<long> values, Dictionary<long, double> mass)
    {
        var counts = values.GroupBy(value => value).ToDictionary(group => group.Key, group => group.Count());
        return Math.Abs(Statistics.ChiSquaredScore(counts, mass, values.Count)) < Reach;
    }
}
