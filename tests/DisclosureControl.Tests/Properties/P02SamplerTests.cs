namespace Broker.DisclosureControl.Tests;

/// <summary>P2: each draw follows the discrete Gaussian, wherever it is made. The exact enumeration of the sampler is in <see cref="DiscreteGaussianTests"/>.</summary>
public sealed class P02SamplerTests
{
    private const int Draws = 200_000;
    private const int Releases = 1_500;

    public static TheoryData<string, string> Broken => new()
    {
        { "sigma x 0.9", "draws at 8" },
        { "sigma x 0.9", "noise on zeros" },
        { "sigma x 0.9", "noise on numbers of organisations" },
        { "Laplace", "draws at 64" },
        { "Laplace", "noise on zeros" },
        { "rounded continuous", "draws at 1/4" },
        { "exact k", "the decision to show" },
        { "no noise on zeros", "noise on zeros" },
        { "no noise on zeros", "noise of closed strata" },
        { "no noise on zeros", "noise on numbers of organisations" },
        { "sticky hash noise", "noise of two blocks with equal records" },
        { "fresh noise per tier", "extra noise of a tier" },
        { "double draw on retry", "one answer to a retry" },
    };

    [Fact]
    public void Product_EveryDraw_FollowsItsLaw() => Assert.Empty(new ResidualSuite(new ProductMechanism()).Broken(Draws, Releases));

    [Theory]
    [MemberData(nameof(Broken))]
    public void BrokenMechanism_SameSuite_IsCaughtWhereItIsBroken(string name, string law) =>
        Assert.Contains(law, new ResidualSuite(BrokenMechanisms.Named(name)).Broken(Draws, Releases));

    [Fact]
    public void BrokenMechanisms_AreAllTried() => Assert.Equal(
        BrokenMechanisms.All.Select(mechanism => mechanism.Name).Order(StringComparer.Ordinal),
        Broken.Select(row => (string)row[0]).Distinct().Order(StringComparer.Ordinal));

    // At sigma² = 1/4 the variance of a draw is 0.2150; a rounded normal number has 0.33.
    [Fact]
    public void RoundedNormal_SmallVariance_HasAnotherVariance()
    {
        var random = new SeededRandom("rounded variance");
        var rounded = BrokenMechanisms.Named("rounded continuous");
        Assert.InRange(Statistics.Variance([.. Enumerable.Range(0, Draws).Select(_ => (double)rounded.Draw(new NoiseVariance(1, 4), random))]), 0.31, 0.35);
    }
}
