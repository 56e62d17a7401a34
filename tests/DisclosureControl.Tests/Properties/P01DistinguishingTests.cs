namespace Broker.DisclosureControl.Tests;

/// <summary>P1: nobody who holds everything tells g sources more from none better than the claimed cost allows.</summary>
public sealed class P01DistinguishingTests
{
    private const int Runs = 20_000;

    public static TheoryData<int, int> Pairs => new() { { 4, 1 }, { 0, 1 }, { 20, 16 }, { 100, 16 }, { 20, 4 } };

    // Rounding is absent: a normal number rounded is a function of the normal number, which costs no more than claimed. What is wrong
    // with it is the law of its draws and the floating point behind them, and P2 sees that.
    public static TheoryData<string, int, int, string> Broken => new()
    {
        { "sigma x 0.9", 20, 6, "every number of the stratum together" },
        { "Laplace", 20, 4, "the country" },
        { "exact k", 4, 1, "cells that tiers show" },
        { "no noise on zeros", 0, 1, "the country" },
        { "sticky hash noise", 4, 1, "the change since the block before" },
        { "fresh noise per tier", 20, 4, "tiers that pool their values" },
        { "double draw on retry", 20, 4, "answers to a retry" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void Product_WithAndWithoutSources_KeepsEveryClaim(int sources, int more) =>
        Assert.Empty(new DistinguishingSuite(new ProductMechanism()).Broken(sources, more, Runs));

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenMechanism_SameSuite_IsCaughtWhereItIsBroken(string name, int sources, int more, string feature) =>
        Assert.Contains(feature, new DistinguishingSuite(BrokenMechanisms.Named(name)).Broken(sources, more, Runs));

    [Fact]
    public void RoundedNormal_SameSuite_KeepsItsClaimsAsItMust() =>
        Assert.Empty(new DistinguishingSuite(BrokenMechanisms.Named("rounded continuous")).Broken(20, 4, Runs));

    // Which broken mechanism is caught is not luck of one table: every one but rounding stands in one of the rows above.
    [Fact]
    public void BrokenMechanisms_ButRounding_AreAllTried() => Assert.Equal(
        BrokenMechanisms.All.Select(mechanism => mechanism.Name).Where(name => name != "rounded continuous").Order(StringComparer.Ordinal),
        Broken.Select(row => (string)row[0]).Order(StringComparer.Ordinal));
}
