namespace Broker.DisclosureControl.Tests;

/// <summary>The shifted hard floor: what it promises, what it costs, and forms of it that these tests must catch.</summary>
public sealed class HardFloorTests
{
    private const int K = 10;
    private const double Variance = 12.8; // of country and areas in class S
    private const long Limit = 17; // 4.75 x 3.578, rounded up
    private static readonly double[] Epsilons = [0, 0.05, 0.1, 0.25, 0.5, 0.75, 1, 1.5, 2, 3, 5, 8];
    private static readonly MeasurementPlan Plan = Plans.Make(areas: 1, categories: 1, hardFloor: K);
    private static readonly double Rho = 1 / (2 * Variance);

    private delegate Dictionary<long, double> Mechanism(int n, int k, double variance, long limit);

    // The claim of the specification, exactly: every step of one source, both ways, at every epsilon.
    [Fact]
    public void Cell_OneSourceMore_KeepsItsClaimAtEveryCount()
    {
        Assert.Equal((Variance, Limit), (Plan.VarianceOf(CellGroup.Area).ToDouble(), Plan.HardFloorLimit(CellGroup.Area)));
        for (var n = 0; n < 2 * K; n++)
        {
            Assert.True(Excess(SlowHardFloor.Mass, n, n == K - 1 ? Tail() : 0) <= 1e-12);
        }
    }

    [Fact]
    public void Cell_TheKthSource_NeedsTheDeltaThatIsClaimed()
    {
        var needed = Excess(SlowHardFloor.Mass, K - 1, claimed: 0, [8]);
        Assert.InRange(needed, 0.5 * Tail(), Tail());
        Assert.InRange(Tail(), 5e-7, 2e-6);
    }

    public static TheoryData<string> BrokenForms => ["exact floor", "not shifted"];

    [Theory]
    [MemberData(nameof(BrokenForms))]
    public void BrokenFloor_TheSameClaim_IsCaught(string form)
    {
        Mechanism broken = form == "exact floor" ? SlowHardFloor.ExactFloor : SlowHardFloor.Unshifted;
        Assert.True(Excess(broken, K - 1, Tail()) > 1_000 * Tail());
    }

    [Fact]
    public void HardFloorDelta_OfAPlan_IsTheTailOfEachOfItsGroups()
    {
        double Of(CellGroup group) => Statistics.GaussianMass(Plan.VarianceOf(group).ToDouble())
            .Where(cell => cell.Key >= Plan.HardFloorLimit(group)).Sum(cell => cell.Value);
        Assert.Equal(Of(CellGroup.Country) + Of(CellGroup.Area) + Of(CellGroup.Category), Plan.HardFloorDelta, 1e-12);
        Assert.InRange(Plan.HardFloorDelta, 2e-6, 6e-6);
        Assert.Equal(0, Plans.Make().HardFloorDelta);
        Assert.Equal(new Rational(3, 32), Plan.RhoOfTier(0)); // what is shown is decided before the tier's own noise
    }

    // The code against the definition: stored numbers of a stratum, below, at and above the floor.
    [Theory]
    [InlineData(0)]
    [InlineData(K - 1)]
    [InlineData(K)]
    [InlineData(K + 5)]
    public void Run_StoredNumbers_HaveTheDistributionOfTheDefinition(int sources)
    {
        const int runs = 6_000;
        var random = new SeededRandom($"stored {sources}");
        var records = Plans.Sources(0, sources, 40, area: 0).ToArray();
        var counts = new Dictionary<long, int>();
        for (var run = 0; run < runs; run++)
        {
            var stored = Plans.Run(Plan, records, random).NoisyOf(0)[Plan.IndexOf(CellGroup.Area)];
            counts[stored] = counts.GetValueOrDefault(stored) + 1;
        }

        var mass = SlowHardFloor.Mass(sources, K, Variance, Limit);
        Assert.InRange(Statistics.ChiSquaredScore(counts, mass, runs), -4.7534, 4.7534); // 1e-6 each side
        var other = SlowHardFloor.Mass(Math.Max(sources, K) + 1, K, Variance, Limit);
        Assert.True(Statistics.ChiSquaredScore(counts, other, runs) > 10); // the same test sees one source
    }

    [Fact]
    public void Tier_OneSourceLessThanTheFloorInEveryStratum_IsNeverShown()
    {
        var random = new SeededRandom("never");
        var records = Enumerable.Range(0, 3).SelectMany(stratum => Plans.Sources(1_000 * stratum, K - 1, 9, area: 0, stratum: stratum)).ToArray();
        var shown = 0;
        for (var run = 0; run < 1_500; run++)
        {
            var table = Plans.Run(Plan, records, random);
            shown += Enumerable.Range(0, 3).Sum(tier => Derive.Tier(Plan, table, tier, null).Cells.Count(cell => cell.Status == CellStatus.Published));
        }

        Assert.Equal(0, shown);
    }

    // Noise that reaches the limit comes once in a million draws: so it is handed in.
    [Theory]
    [InlineData(0, 500, Limit)]
    [InlineData(K - 1, Limit + 1, Limit)]
    [InlineData(K - 1, Limit, Limit)]
    [InlineData(K - 1, Limit - 1, Limit - 1)]
    [InlineData(K - 1, -40, -40)]
    [InlineData(K, Limit, Limit + 1)]
    [InlineData(K + 3, -2, 2)]
    public void Stored_BelowTheFloor_IsHeldAtTheLimitWhateverTheNoise(long sources, long noise, long stored) =>
        Assert.Equal(stored, HardFloorRule.Stored(Plan, CellGroup.Area, sources, noise));

    [Fact]
    public void Tier_ShownCells_StandOverTheFloorAndTheirRangesCoverAllStrata()
    {
        var random = new SeededRandom("covered");
        int[] sources = [50, 12, 4];
        var records = Enumerable.Range(0, 3).SelectMany(stratum => Plans.Sources(1_000 * stratum, sources[stratum], 40, 0, 0, stratum)).ToArray();
        var plan = Plans.Make(areas: 1, categories: 1, organisationCap: 40, hardFloor: K, tiers: [.. Plans.Tiers.Select(tier => tier with { RoundTo = 1 })]);
        var (seen, missed) = (new int[3], new int[3]);
        const int runs = 1_200;
        for (var run = 0; run < runs; run++)
        {
            var table = Plans.Run(plan, records, random);
            for (var tier = 0; tier < 3; tier++)
            {
                var cell = Derive.Tier(plan, table, tier, null).Cells[0];
                var truth = sources[..(tier + 1)].Sum();
                seen[tier] += cell.Status == CellStatus.Published ? 1 : 0;
                missed[tier] += cell.Status == CellStatus.Published && (truth < cell.Low || truth > cell.High) ? 1 : 0;
                Assert.True(cell.Status != CellStatus.Published || (cell.Low >= K && cell.Estimate >= cell.Low && cell.Estimate <= cell.High));
                Assert.Equal(plan.NoiseFactor(tier) * Variance, cell.Variance, 1e-9);
            }
        }

        Assert.All(seen, count => Assert.True(count > 0.95 * runs));
        Assert.All(missed, count => Assert.True(count < 0.06 * runs)); // 5 %, and what so many runs leave open
    }

    [Fact]
    public void Tier_AStratumThatDoesNotShow_WidensTheRangeUpwardsOnly()
    {
        var plan = Plans.Make(areas: 1, categories: 1, hardFloor: K, organisationCap: 1_000);
        var table = Plans.Run(plan, [.. Plans.Sources(0, 200, 40, 0, 0, stratum: 1)], new SeededRandom("widened"));
        var cell = Derive.Tier(plan, table, 1, null).Cells[0];
        var number = table.NoisyOf(1)[0] + K - 1 + table.ExtraFrom(1, 0);
        var reach = 1.96 * Math.Sqrt(2 * Variance);
        Assert.Equal(number, cell.Estimate);
        Assert.Equal((long)Math.Floor(number - reach), cell.Low);
        Assert.Equal((long)Math.Ceiling(number + reach + K - 1 + Limit + 8), cell.High); // 8: 1.96 x 3.578, rounded up
        Assert.Equal(CellStatus.Suppressed, Derive.Tier(plan, table, 0, null).Cells[0].Status);
    }

    // Twelve is no multiple of five: rounding down would print ten beside "at least 12 separate sources".
    [Fact]
    public void Tier_AFloorThatIsNoMultipleOfTheRounding_IsNotRoundedBelow()
    {
        const int floor = 12;
        var plan = Plans.Make(areas: 1, categories: 1, hardFloor: floor);
        var random = new SeededRandom("floor and rounding");
        var records = Plans.Sources(0, 34, 34, area: 0).ToArray();
        var (cells, atTheFloor) = (0, 0);
        for (var run = 0; run < 1_500; run++)
        {
            var cell = Derive.Tier(plan, Plans.Run(plan, records, random), 0, null).Cells[0];
            if (cell.Status == CellStatus.Published)
            {
                Assert.True(cell.Low >= floor && cell.Estimate >= floor);
                Assert.Equal(0, cell.Estimate % 5);
                cells++;
                atTheFloor += cell.Low == floor ? 1 : 0;
            }
        }

        Assert.True(cells > 500);
        Assert.True(atTheFloor > 50);
    }

    [Fact]
    public void Tier_CellsOutsideItsGroupsOrItsOrganisations_AreAsWithoutAFloor()
    {
        var table = Plans.Run(Plan, [.. Plans.Sources(0, 200, 1, area: 0)], new SeededRandom("groups"));
        Assert.All(Derive.Tier(Plan, table, 0, null).Cells.Skip(1), cell => Assert.Equal(CellStatus.NotInTier, cell.Status));
        Assert.Equal(CellStatus.Suppressed, Derive.Tier(Plan, table, 2, null).Cells[Plan.IndexOf(CellGroup.Area)].Status);
    }

    [Theory]
    [InlineData(0, VolumeClass.Small)]
    [InlineData(400, VolumeClass.Medium)]
    public void VolumeClass_AfterAFinalWithAFloor_IsOfTheShownNumber(int sources, VolumeClass expected)
    {
        var plan = Plans.Make(hardFloor: 1_000, organisationCap: 1_000);
        var counted = sources == 0 ? 0 : sources + 1_000;
        Assert.Equal(expected, VolumeClassRule.After(Plans.Run(plan, [.. Plans.Sources(0, counted, 40, area: 0)], new SeededRandom("class"))));
    }

    private static double Tail() => Statistics.GaussianMass(Variance).Where(cell => cell.Key >= Limit).Sum(cell => cell.Value);

    // By how much the step from n to n + 1 exceeds rho-zCDP with the claimed delta, over both directions.
    private static double Excess(Mechanism mechanism, int n, double claimed, double[]? epsilons = null)
    {
        var (without, with) = (mechanism(n, K, Variance, Limit), mechanism(n + 1, K, Variance, Limit));
        return (epsilons ?? Epsilons).Max(epsilon =>
            Math.Max(SlowHardFloor.Delta(without, with, epsilon), SlowHardFloor.Delta(with, without, epsilon))
            - Zcdp.Delta(Rho, epsilon) - claimed);
    }
}
