namespace Broker.DisclosureControl.Tests;

public sealed class RationalTests
{
    [Fact]
    public void Arithmetic_OnFractions_IsExact()
    {
        Assert.Equal(new Rational(9, 64), new Rational(1, 8) + new Rational(1, 64));
        Assert.Equal(new Rational(-1, 6), new Rational(1, 3) - new Rational(1, 2));
        Assert.Equal(new Rational(1, 2), new Rational(2, 3) * new Rational(3, 4));
        Assert.True(new Rational(1, 3) < new Rational(34, 100));
        Assert.True(new Rational(2, 4) >= new Rational(1, 2));
        Assert.Equal(default, new Rational(0));
    }

    [Theory]
    [InlineData("9/64")]
    [InlineData("0")]
    [InlineData("3")]
    public void TryParse_LowestTerms_ComesBack(string text)
    {
        Assert.True(Rational.TryParse(text, out var value));
        Assert.Equal(text, value.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("2/4")]
    [InlineData("3/1")]
    [InlineData("1/0")]
    [InlineData("-1/2")]
    [InlineData("01/2")]
    [InlineData("1/ 2")]
    [InlineData("1/2/3")]
    [InlineData("0.5")]
    [InlineData("1234567890123456789")]
    public void TryParse_AnythingElse_IsRefused(string text) => Assert.False(Rational.TryParse(text, out _));

    [Fact]
    public void Denominator_NotPositive_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new Rational(1, 0));
}
