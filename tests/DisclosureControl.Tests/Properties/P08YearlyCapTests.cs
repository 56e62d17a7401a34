namespace Broker.DisclosureControl.Tests;

/// <summary>P8: a source that reports in many weeks of a year is told from one that never did no better than the yearly cap allows.</summary>
/// <remarks>That neither a new revision nor a deposit again resets a ledger is in Broker.Tests/Silo/ReleaseTests.</remarks>
public sealed class P08YearlyCapTests
{
    private static readonly Rational Cap = new(1);

    [Theory]
    [InlineData(1)]
    [InlineData(13)]
    [InlineData(52)]
    public void Source_PresentInManyWeeks_IsFoundNoMoreOftenThanTheCapAllows(int weeks)
    {
        var year = new YearOfReleases(Cap);
        var (found, runs) = (TruePositives(year, weeks, 1_200), 1_200);
        var rho = Math.Min(1, year.Budget.Total.ToDouble());
        var bound = Statistics.Phi(Statistics.Quantile(0.01) + Math.Sqrt(2 * rho));
        Assert.InRange(found, 0, bound + (4 * Math.Sqrt(bound * (1 - bound) / runs)) + 0.01); // the last: what the threshold's own error adds
        Assert.True(year.Budget.Total <= Cap);
        Assert.True(YearOfReleases.FlashRho * new Rational(year.CountedWeeks) <= Cap);
    }

    [Fact]
    public void Source_PresentAllYear_IsCountedUntilTheCapAndNotOnceMore()
    {
        var year = new YearOfReleases(Cap);
        year.Score(52, isThere: true, new SeededRandom("all year"));

        // Seven blocks of 4/64 + 5/64, and one flash of the eighth: 64/64.
        Assert.Equal(29, year.CountedWeeks);
        Assert.Equal(new Rational(1), year.Budget.Total);
    }

    [Fact]
    public void LedgerThatIsNotEnforced_SameTest_IsCaught()
    {
        var year = new YearOfReleases(Cap, enforced: false);
        var bound = Statistics.Phi(Statistics.Quantile(0.01) + Math.Sqrt(2));
        Assert.True(TruePositives(year, 52, 1_200) > bound + (4 * Math.Sqrt(bound * (1 - bound) / 1_200)) + 0.01);
        Assert.True(year.Budget.Total > Cap);
    }

    internal static double TruePositives(YearOfReleases year, int weeks, int runs)
    {
        var random = new SeededRandom($"P8 {weeks}");
        var without = Enumerable.Range(0, runs).Select(_ => year.Score(weeks, isThere: false, random)).Order().ToArray();
        var threshold = without[(int)Math.Ceiling(0.99 * runs)];
        return (double)Enumerable.Range(0, runs).Count(_ => year.Score(weeks, isThere: true, random) > threshold) / runs;
    }
}
