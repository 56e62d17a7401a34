using Broker.Gateway.Witnesses;

namespace Broker.Tests.Gateway;

public sealed class WitnessPatienceTests
{
    [Fact]
    public void Witness_ThatStaysSilent_IsAskedEverLaterUpToHalfAMinute()
    {
        WitnessPatience patience = new();
        var waits = Enumerable.Range(0, 40).Select(_ => patience.After(WitnessMail.NoAnswer)).ToList();

        Assert.Equal(TimeSpan.FromMilliseconds(250), waits[0]);
        Assert.All(waits.Zip(waits.Skip(1)), pair => Assert.True(pair.Second == WitnessPatience.Longest || pair.Second == pair.First * 2));
        Assert.Equal(WitnessPatience.Longest, waits[^1]);
        Assert.Equal(8, waits.IndexOf(WitnessPatience.Longest) + 1);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(403)]
    [InlineData(409)]
    [InlineData(422)]
    [InlineData(503)]
    public void Witness_ThatAnswersAgain_IsAskedAtOnceAgain(int status)
    {
        WitnessPatience patience = new();
        for (var i = 0; i < 20; i++)
        {
            patience.After(status);
        }

        Assert.True(patience.IsTried);
        Assert.Equal(TimeSpan.Zero, patience.After(200));
        Assert.False(patience.IsTried);
    }

    [Fact]
    public void Conflict_TheFirst_CostsNoWaitAndLaterOnesDo()
    {
        WitnessPatience patience = new();

        Assert.Equal(TimeSpan.Zero, patience.After(409));
        Assert.Equal(TimeSpan.FromMilliseconds(250), patience.After(409));
        Assert.Equal(TimeSpan.FromMilliseconds(500), patience.After(409));
    }
}
