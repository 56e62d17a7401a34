namespace Broker.DisclosureControl.Tests;

public sealed class NormalDistributionTests
{
    // Abramowitz and Stegun, Handbook of Mathematical Functions, tables 26.1 and 26.6, and NIST's statistics handbook.
    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.1, 1.2815515655446004)]
    [InlineData(0.05, 1.6448536269514722)]
    [InlineData(0.025, 1.9599639845400545)]
    [InlineData(0.01, 2.3263478740408408)]
    [InlineData(0.005, 2.5758293035489004)]
    [InlineData(0.001, 3.0902323061678132)]
    [InlineData(0.0001, 3.7190164854556804)]
    [InlineData(0.00001, 4.2648907939228247)]
    [InlineData(0.000001, 4.7534243088228991)]
    [InlineData(0.00000001, 5.6120012441747891)]
    public void UpperQuantile_PublishedTail_IsThePublishedValueRoundedUpToAMillionth(double tail, double expected)
    {
        var quantile = NormalDistribution.UpperQuantile(tail);
        Assert.InRange(quantile, expected, expected + 1.0001e-6);
        Assert.True(NormalDistribution.UpperTail(quantile) <= tail);
    }

    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1, 0.15865525393145707)]
    [InlineData(-1, 0.84134474606854293)]
    [InlineData(2, 0.022750131948179209)]
    [InlineData(3, 0.0013498980316300946)]
    [InlineData(5, 2.8665157187919391e-7)]
    public void UpperTail_PublishedValue_IsIt(double x, double expected) =>
        Assert.Equal(expected, NormalDistribution.UpperTail(x), expected * 1e-8);

    [Fact]
    public void UpperTail_FarOut_IsNoughtOrOne()
    {
        Assert.Equal(0, NormalDistribution.UpperTail(9));
        Assert.Equal(1, NormalDistribution.UpperTail(-9));
        Assert.InRange(NormalDistribution.UpperTail(6.4), 0.99 * 7.77e-11, 1.01 * 7.77e-11);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9.9e-11)]
    [InlineData(0.51)]
    [InlineData(double.NaN)]
    public void UpperQuantile_TailOutsideOfItsRange_Throws(double tail) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => NormalDistribution.UpperQuantile(tail));
}
