using System.Globalization;
using Xunit.Abstractions;

namespace Broker.DisclosureControl.Tests;

/// <summary>P1, P2, P8 and P11 at their full size; `make soak` runs them and prints their figures.</summary>
[Trait("Category", "Soak")]
public sealed class FullSizeTests(ITestOutputHelper output)
{
    private const int Runs = 100_000;

    [Theory]
    [InlineData(VolumeClass.Small)]
    [InlineData(VolumeClass.Medium)]
    [InlineData(VolumeClass.Large)]
    public void P1_ProductOfEachClass_KeepsEveryClaim(VolumeClass volume)
    {
        var suite = new DistinguishingSuite(new ProductMechanism(), volume);
        var pairs = 0;
        foreach (var pair in P01DistinguishingTests.Pairs)
        {
            Assert.Empty(suite.Broken((int)pair[0], (int)pair[1], Runs));
            pairs++;
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"P1, class {volume}: {pairs} pairs of countries, {Runs} runs a side: no claim is broken"));
    }

    [Fact]
    public void P1_BrokenMechanisms_AreCaught()
    {
        foreach (var row in P01DistinguishingTests.Broken)
        {
            var caught = new DistinguishingSuite(BrokenMechanisms.Named((string)row[0])).Broken((int)row[1], (int)row[2], Runs);
            Assert.Contains((string)row[3], caught);
            output.WriteLine($"P1, {row[0]}: caught by {string.Join("; ", caught)}");
        }
    }

    [Fact]
    public void P2_TwoMillionDraws_FollowTheirLaw()
    {
        const int draws = 2_000_000;
        Assert.Empty(new ResidualSuite(new ProductMechanism()).Broken(draws, 10_000));
        foreach (var mechanism in BrokenMechanisms.All)
        {
            var caught = new ResidualSuite(mechanism).Broken(200_000, 10_000);
            Assert.NotEmpty(caught);
            output.WriteLine($"P2, {mechanism.Name}: caught by {string.Join("; ", caught)}");
        }

        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"P2, the product: {draws} draws at each of five variances, 230000 cells: every law holds"));
    }

    [Theory]
    [InlineData(4)]
    [InlineData(26)]
    [InlineData(52)]
    public void P8_ASourceInManyWeeks_IsFoundNoMoreOftenThanTheCapAllows(int weeks)
    {
        const int runs = 20_000;
        var year = new YearOfReleases(new Rational(1));
        var found = P08YearlyCapTests.TruePositives(year, weeks, runs);
        var bound = Statistics.Phi(Statistics.Quantile(0.01) + Math.Sqrt(2 * year.Budget.Total.ToDouble()));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"P8, {weeks} weeks of 52: found in {found:P1} at 1 % false alarms, bound {bound:P1}; counted in {year.CountedWeeks} weeks"));
        Assert.InRange(found, 0, bound + 0.015);
    }

    [Fact]
    public void P11_ManyYears_AreRankedNoBetterThanTheCapAllows()
    {
        var area = P11ReconstructionTests.Area(enforced: true, cellsASource: 1, years: 4_000);
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"P11: area under the curve {area:F4}, bound {P11ReconstructionTests.Bound - 0.02:F4}"));
        Assert.InRange(area, 0.7, P11ReconstructionTests.Bound - 0.015);
    }
}
