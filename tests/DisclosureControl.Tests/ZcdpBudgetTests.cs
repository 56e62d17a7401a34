namespace Broker.DisclosureControl.Tests;

public sealed class ZcdpBudgetTests
{
    private static readonly Rational Cap = new(1);
    private static readonly Rational SmallFinal = new(9, 64);

    [Fact]
    public void MayCharge_AYearOfFinals_StopsAtTheCapAndResumesWhenTheWindowRolls()
    {
        var budget = ZcdpBudget.Empty;
        var counted = new List<int>();
        for (var block = 0; block < 26; block++)
        {
            if (budget.MayCharge(SmallFinal, Cap, block))
            {
                budget = budget.Charge(SmallFinal, block);
                counted.Add(block);
            }
        }

        // 7 x 9/64 = 63/64; the eighth would be 72/64. Block 0 leaves the window at block 13.
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 13, 14, 15, 16, 17, 18, 19], counted);
        Assert.Equal(new Rational(126, 64), budget.Total);
    }

    [Fact]
    public void MayCharge_ExactlyTheCap_IsAllowedAndNothingMore()
    {
        var budget = ZcdpBudget.Empty.Charge(new Rational(15, 16), 4);
        Assert.True(budget.MayCharge(new Rational(1, 16), Cap, 4));
        Assert.False(budget.MayCharge(new Rational(1, 16) + new Rational(1, 1_000_000_000_000), Cap, 4));
    }

    [Fact]
    public void MayCharge_AnEarlierBlockAfterALater_SeesTheLater()
    {
        var budget = ZcdpBudget.Empty.Charge(new Rational(1), 5);
        Assert.False(budget.MayCharge(new Rational(1, 64), Cap, 4));
        Assert.False(budget.MayCharge(new Rational(1, 64), Cap, -7));
        Assert.True(budget.MayCharge(new Rational(1, 64), Cap, -8));
    }

    [Fact]
    public void MayCharge_RandomOrder_KeepsEveryWindowUnderTheCap()
    {
        var random = new SeededRandom("budget");
        for (var history = 0; history < 200; history++)
        {
            var budget = ZcdpBudget.Empty;
            var refused = 0;
            for (var i = 0; i < 40; i++)
            {
                var (rho, block) = (new Rational(1 + random.Below(20), 64), random.Below(30) - 10);
                if (budget.MayCharge(rho, Cap, block))
                {
                    budget = budget.Charge(rho, block);
                }
                else
                {
                    refused++;
                    var worst = Enumerable.Range(block - 12, 13).Max(first => budget.Spent(first, first + 12));
                    Assert.True(worst + rho > Cap); // it refuses only what would break the cap
                }
            }

            Assert.All(Enumerable.Range(-25, 50), first => Assert.True(budget.Spent(first, first + 12) <= Cap));
            Assert.True(refused > 0);
        }
    }

    [Fact]
    public void Encode_ThenDecode_IsTheSame()
    {
        var budget = ZcdpBudget.Empty.Charge(SmallFinal, 3).Charge(new Rational(1, 64), -2).Charge(SmallFinal, 3);
        Assert.True(ZcdpBudget.TryDecode(budget.Encode(), out var read));
        Assert.Equal(budget.Costs, read.Costs);
        Assert.Equal(new Rational(18, 64), read.Costs[3]);
        Assert.Equal(
            "010002" + "FFFFFFFE" + "0000000000000001" + "0000000000000040" + "00000003" + "0000000000000009" + "0000000000000020",
            Convert.ToHexString(budget.Encode()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("020000")]
    [InlineData("010001")]
    [InlineData("01000000")]
    [InlineData("010001" + "00000003" + "0000000000000009" + "00000000000000")]
    [InlineData("010001" + "00000003" + "0000000000000000" + "0000000000000001")]
    [InlineData("010001" + "00000003" + "0000000000000001" + "0000000000000000")]
    [InlineData("010001" + "00000003" + "0000000000000002" + "0000000000000004")]
    [InlineData("010002" + "00000003" + "0000000000000001" + "0000000000000004" + "00000003" + "0000000000000001" + "0000000000000004")]
    [InlineData("010002" + "00000003" + "0000000000000001" + "0000000000000004" + "FFFFFFFF" + "0000000000000001" + "0000000000000004")]
    public void TryDecode_AnythingElse_IsRefused(string hex) =>
        Assert.False(ZcdpBudget.TryDecode(Convert.FromHexString(hex), out _));

    [Fact]
    public void Charge_NotPositive_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ZcdpBudget.Empty.Charge(Rational.Zero, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => ZcdpBudget.Empty.MayCharge(new Rational(-1), Cap, 1));
    }
}
