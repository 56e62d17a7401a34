namespace Broker.DisclosureControl.Tests;

/// <summary>A year of class M, 52 flashes and 13 finals, measured by the real mechanism over a ledger, and what an attacker who knows everything but one source makes of it.</summary>
internal sealed class YearOfReleases(Rational cap, bool enforced = true)
{
    private static readonly MeasurementPlan Flash = Plan(ReleaseVintage.Flash, "2014-W06");
    private static readonly MeasurementPlan Final = Plan(ReleaseVintage.Final, "2014-02");
    private static readonly SourceKey Target = new(7);

    /// <summary>What one flash costs.</summary>
    internal static Rational FlashRho => Flash.RhoPerSource;

    /// <summary>What one final costs.</summary>
    internal static Rational FinalRho => Final.RhoPerSource;

    /// <summary>What the ledger charged the source in the last year that was run.</summary>
    internal ZcdpBudget Budget { get; private set; } = ZcdpBudget.Empty;

    /// <summary>Weeks in which it was counted.</summary>
    internal int CountedWeeks { get; private set; }

    /// <summary>The best test's score: each number that the source would be in, by how much it tells.</summary>
    internal double Score(int weeksPresent, bool isThere, SeededRandom random)
    {
        (Budget, CountedWeeks) = (ZcdpBudget.Empty, 0);
        var score = 0.0;
        for (var block = 0; block < ZcdpBudget.YearInBlocks; block++)
        {
            var inBlock = false;
            for (var week = 0; week < 4; week++)
            {
                // Spread over the year: the same share of weeks in every part of it.
                var at = (block * 4) + week;
                var present = (at + 1) * weeksPresent / 52 > at * weeksPresent / 52;
                inBlock |= present;
                score += present ? Measured(Flash, block, isThere, random) : 0;
            }

            score += inBlock ? Measured(Final, block, isThere, random) : 0;
        }

        return score;
    }

    private double Measured(MeasurementPlan plan, int block, bool isThere, SeededRandom random)
    {
        // The ledger decides by the source's own history alone, so the attacker knows whether it would be counted.
        if (enforced && !Budget.MayCharge(plan.RhoPerSource, cap, block))
        {
            return 0;
        }

        Budget = Budget.Charge(plan.RhoPerSource, block);
        CountedWeeks += plan == Flash ? 1 : 0;
        Contribution[] records = isThere ? [new Contribution(Target, new OrganisationKey(1), 0, 0, 0)] : [];
        var row = Plans.Run(plan, records, random).NoisyOf(0);
        return Told(plan, row);
    }

    private static double Told(MeasurementPlan plan, long[] row)
    {
        double Weight(CellGroup group) => 1 / plan.VarianceOf(group).ToDouble();
        var told = (row[0] * Weight(CellGroup.Country)) + (row[1] * Weight(CellGroup.Area)) + (row[plan.IndexOf(CellGroup.Category)] * Weight(CellGroup.Category));
        return plan.CountsOrganisations ? told + (row[plan.Keys.Count] / plan.OrganisationVariance.ToDouble()) : told;
    }

    private static MeasurementPlan Plan(ReleaseVintage vintage, string period) =>
        Plans.Make(VolumeClass.Medium, areas: 1, categories: 1, tiers: Plans.OneTier, period: period, vintage: vintage);
}
