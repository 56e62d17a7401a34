using Broker.Silo;

namespace Broker.Tests.Silo;

public class SiloOptionsTests
{
    [Fact]
    public void Options_OfAWholeConfiguration_HaveNoFault() => Assert.Empty(Valid().Faults());

    [Fact]
    public void Options_InProductionWithASimulatedClock_AreRefused()
    {
        SiloOptions options = Valid();
        options.Environment = SiloOptions.ProductionEnvironment;
        options.SimulatedClock = new DateTimeOffset(2013, 1, 1, 0, 0, 0, TimeSpan.Zero);

        Assert.Contains("SimulatedClock", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_ThatLackEverything_NameEachFault()
    {
        var options = new SiloOptions { Environment = "staging" };

        Assert.Equal(3, options.Faults().Count);
    }

    [Theory]
    [InlineData("0123456789abcdef")]
    [InlineData("0123456789abcdef:zz")]
    [InlineData("0123456789ABCDEF:0000000000000000000000000000000000000000000000000000000000000000")]
    public void Options_WithAMalformedOperatorOrOrigin_AreRefused(string @operator)
    {
        SiloOptions options = Valid();
        options.Operator = @operator;
        options.Origin = "Not An Origin";

        Assert.Equal(2, options.Faults().Count);
    }

    [Fact]
    public void Options_Default_IsProduction() => Assert.False(new SiloOptions().IsDevelopment);

    private static SiloOptions Valid() => new() { DataFolder = "data", Socket = "run/silo.sock", Environment = SiloOptions.DevelopmentEnvironment };
}
