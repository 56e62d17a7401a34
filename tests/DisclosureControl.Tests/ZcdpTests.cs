namespace Broker.DisclosureControl.Tests;

public sealed class ZcdpTests
{
    [Fact]
    public void Epsilon_PublishedCheck_Agrees() => Assert.Equal(0.6880024554878086, Zcdp.Epsilon(1.0 / 32, 1e-3), 1e-12);

    [Fact]
    public void Delta_PublishedChecks_Agree()
    {
        Assert.Equal(0.0817727531, Zcdp.Delta(0.05, 0.25), 1e-10);
        Assert.Equal(0.5588356393474351, Zcdp.Delta(0.5, 0), 1e-12);
    }

    [Theory]
    [InlineData(0.01, 0.1)]
    [InlineData(0.140625, 1)]
    [InlineData(1, 4)]
    public void Delta_AgainstAFineGrid_IsTheLeastOverAlpha(double rho, double epsilon)
    {
        var least = Enumerable.Range(0, 200_000).Select(i => 1.0001 + (i * 0.001)).Min(alpha =>
            Math.Exp(((alpha - 1) * ((alpha * rho) - epsilon)) + (alpha * Math.Log(1 - (1 / alpha)))) / (alpha - 1));
        Assert.InRange(Zcdp.Delta(rho, epsilon), least * (1 - 1e-4), least * (1 + 1e-9));
    }

    [Fact]
    public void Epsilon_OfItsDelta_ComesBack() => Assert.Equal(1.5, Zcdp.Epsilon(0.125, Zcdp.Delta(0.125, 1.5)), 1e-9);

    [Fact]
    public void NoCost_MeansNothingIsLearnt()
    {
        Assert.Equal(0, Zcdp.Delta(0, 0));
        Assert.Equal(0, Zcdp.Epsilon(0, 1e-9));
        Assert.Equal(Rational.Zero, Zcdp.Rho(new NoiseVariance(0)));
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(double.NaN, 0)]
    [InlineData(1, double.PositiveInfinity)]
    public void Delta_OutsideItsRange_Throws(double rho, double epsilon) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Zcdp.Delta(rho, epsilon));

    [Fact]
    public void Rho_OfAVariance_IsExact() => Assert.Equal(new Rational(1, 16), Zcdp.Rho(new NoiseVariance(8)));
}
