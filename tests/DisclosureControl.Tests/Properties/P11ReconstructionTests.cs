namespace Broker.DisclosureControl.Tests;

/// <summary>P11: an attacker who knows everybody but one ranks that one's presence over a year of finals no better than the cap allows.</summary>
public sealed class P11ReconstructionTests
{
    private const int Areas = 16;
    private const int Years = 150;

    private static readonly Rational Cap = new(1);

    private static readonly MeasurementPlan[] Plan =
        [.. Enumerable.Range(1, ZcdpBudget.YearInBlocks).Select(block => Plans.Make(areas: Areas, categories: 3, tiers: Plans.OneTier, period: $"2014-{block:D2}"))];

    private static readonly int Organisations = Plan[0].Keys.Count;

    [Fact]
    public void Presence_OverAYearOfFinals_IsRankedNoBetterThanTheCapAllows() =>
        Assert.InRange(Area(enforced: true, cellsASource: 1), 0.7, Bound);

    [Fact]
    public void LedgerThatIsNotEnforced_SameAttacker_IsCaught() => Assert.True(Area(enforced: false, cellsASource: 1) > Bound);

    // A source counted once in each kind that it reports, not once.
    [Fact]
    public void SourceCountedInEachOfItsKinds_SameAttacker_IsCaught() => Assert.True(Area(enforced: true, cellsASource: 3) > Bound);

    internal static double Bound => Statistics.Phi(Math.Sqrt(2 * Cap.ToDouble()) / Math.Sqrt(2)) + 0.02;

    // Area under the curve: how often somebody who is there scores higher than somebody who is not.
    internal static double Area(bool enforced, int cellsASource, int years = Years)
    {
        var random = new SeededRandom($"P11 {enforced} {cellsASource}");
        var (there, absent) = (new List<double>(), new List<double>());
        for (var year = 0; year < years; year++)
        {
            var present = Enumerable.Range(0, Areas).Select(_ => random.Below(2) == 1).ToArray();
            var scores = Scores(present, enforced, cellsASource, random);
            for (var candidate = 0; candidate < Areas; candidate++)
            {
                (present[candidate] ? there : absent).Add(scores[candidate]);
            }
        }

        absent.Sort();
        return there.Average(score => (double)absent.Count(other => other < score) / absent.Count);
    }

    // Candidate i would be the only source of area i, with an organisation of its own; all others are known and taken off.
    private static double[] Scores(bool[] present, bool enforced, int cellsASource, SeededRandom random)
    {
        Contribution[] records =
        [
            .. Enumerable.Range(0, Areas).Where(candidate => present[candidate]).SelectMany(candidate => Enumerable.Range(0, cellsASource).Select(kind =>
                new Contribution(new SourceKey((UInt128)((candidate * 10) + kind)), new OrganisationKey((ulong)candidate), candidate, kind, 0))),
        ];
        var (scores, budget) = (new double[Areas], ZcdpBudget.Empty);
        for (var block = 0; block < Plan.Length; block++)
        {
            // They all report in every block, so one ledger stands for all.
            if (enforced && !budget.MayCharge(Plan[block].RhoPerSource, Cap, block))
            {
                continue;
            }

            budget = budget.Charge(Plan[block].RhoPerSource, block);
            var row = Plans.Run(Plan[block], records, random).NoisyOf(0);
            for (var candidate = 0; candidate < Areas; candidate++)
            {
                var others = present.Count(there => there) - (present[candidate] ? 1 : 0);
                scores[candidate] += Told(Plan[block], row, candidate, others, cellsASource);
            }
        }

        return scores;
    }

    private static double Told(MeasurementPlan plan, long[] row, int candidate, int others, int kinds)
    {
        double Of(CellGroup group, double residual) => residual / plan.VarianceOf(group).ToDouble();
        var told = (kinds * Of(CellGroup.Country, row[0] - (others * kinds))) + (kinds * Of(CellGroup.Area, row[1 + candidate]));
        for (var kind = 0; kind < kinds; kind++)
        {
            told += Of(CellGroup.Category, row[plan.IndexOf(CellGroup.Category) + kind] - others);
        }

        return told + (row[Organisations + candidate] / plan.OrganisationVariance.ToDouble());
    }
}
