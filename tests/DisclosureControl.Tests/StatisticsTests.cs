namespace Broker.DisclosureControl.Tests;

public sealed class StatisticsTests
{
    [Theory]
    [InlineData(0, 0.5)]
    [InlineData(1.96, 0.9750021048517795)]
    [InlineData(-4.753424308822899, 1e-6)]
    public void Phi_KnownPoints_Agree(double x, double expected)
    {
        Assert.Equal(expected, Statistics.Phi(x), 1e-12);
        Assert.Equal(x, Statistics.Quantile(expected), 1e-6);
    }

    [Fact]
    public void Upper_NoSuccess_IsTheClosedForm()
    {
        Assert.Equal(1 - Math.Pow(0.01, 1.0 / 500), Statistics.Upper(0, 500, 0.01), 1e-10);
        Assert.Equal(Math.Pow(0.01, 1.0 / 500), Statistics.Lower(500, 500, 0.01), 1e-10);
    }

    [Fact]
    public void Upper_SomeSuccesses_LeavesThatTail()
    {
        var upper = Statistics.Upper(3, 50, 0.001);
        var tail = Enumerable.Range(0, 4).Sum(i => Choose(50, i) * Math.Pow(upper, i) * Math.Pow(1 - upper, 50 - i));
        Assert.Equal(0.001, tail, 1e-9);
    }

    private static double Choose(int n, int k) => Enumerable.Range(0, k).Aggregate(1.0, (product, i) => product * (n - i) / (i + 1));
}
