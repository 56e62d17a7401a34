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
        options.Identity = new string('a', 64);

        Assert.Contains("SimulatedClock", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Host=/run/postgresql;Database=broker", true)]
    [InlineData("Host=db.internal;Port=5433;Database=broker", true)]
    [InlineData("Host=one.internal,two.internal;Database=broker", false)] // of which one may be a copy that lags behind
    [InlineData("Database=broker", false)]
    [InlineData("no connection string", false)]
    public void Options_WithADatabase_NameOneServer(string connection, bool isSound)
    {
        SiloOptions options = Valid();
        options.Postgres = connection;

        Assert.Equal(isSound, options.Faults().Count == 0);
    }

    [Fact]
    public void Options_ThatLackEverything_NameEachFault()
    {
        var options = new SiloOptions { Environment = "staging" };

        Assert.Equal(4, options.Faults().Count);
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

    [Theory]
    [InlineData("Production", null, "")]
    [InlineData("Production", true, "aa")]
    [InlineData("Development", false, "")]
    [InlineData("Development", false, "short")]
    [InlineData("Development", null, "short")]
    public void Options_WhereNoIdentityCouldSignEpochKeys_AreRefused(string environment, bool? selfUnseal, string identity)
    {
        SiloOptions options = Valid();
        (options.Environment, options.SelfUnseal, options.Identity) = (environment, selfUnseal, identity);

        Assert.Contains("Silo:Identity", options.Faults()[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, "can't be read")]
    [InlineData("", "not a witness policy")]
    [InlineData("quorum w1\n", "UnknownName")]
    [InlineData("log broker.example+00000000+AAAA\nquorum none\n", "not a witness policy")]
    [InlineData("witness w1 KEY\nquorum w1\n", "nothing would ever be published")]
    [InlineData("witness w1 KEY ftp://w1.example\nquorum w1\n", "witness")]
    [InlineData("witness w1 KEY http://w1.example/\nquorum w1\n", "witness")]
    [InlineData("witness w1 KEY http://w1.example/?a=b\nquorum w1\n", "witness")]
    public void Options_WithAWitnessPolicyThatCanNotServe_AreRefused(string? text, string fault)
    {
        using var folder = new TemporaryFolder();
        SiloOptions options = Valid();
        using var witness = new Publishing.TestWitness("w1");
        options.Witnesses = text is null ? folder.At("missing") : folder.Write("witnesses", text.Replace("KEY", witness.Cosigner.ToString(), StringComparison.Ordinal));

        string only = Assert.Single(options.Faults());
        Assert.Contains("Silo:Witnesses", only, StringComparison.Ordinal);
        Assert.Contains(fault, only, StringComparison.Ordinal);
    }

    [Fact]
    public void Options_WithAWitnessPolicy_AreAccepted()
    {
        using var folder = new TemporaryFolder();
        SiloOptions options = Valid();
        using var witness = new Publishing.TestWitness("w1");
        options.Witnesses = folder.Write("witnesses", $"# our own\n{witness.PolicyLine}quorum w1\n");

        Assert.Empty(options.Faults());
    }

    [Fact]
    public void Options_WithAClusterOnTheEmbeddedEngine_AreRefusedWithoutPrintingIt()
    {
        SiloOptions options = Valid();
        options.Cluster = "Host=canary;Password=canary";

        string fault = Assert.Single(options.Faults());
        Assert.StartsWith("`Silo:Cluster` needs", fault, StringComparison.Ordinal);
        Assert.DoesNotContain("canary", fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("127.0.0.1:11111", 0)]
    [InlineData("127.0.0.1", 30000)]
    [InlineData("silo.example:11111", 30000)]
    public void Options_WithAClusterEndpointThatIsNone_AreRefused(string endpoint, int gatewayPort)
    {
        SiloOptions options = Valid();
        options.ClusterEndpoint = endpoint;
        options.ClusterGatewayPort = gatewayPort;

        Assert.StartsWith("`Silo:ClusterEndpoint` must be", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_InProductionThatUnsealsItself_AreRefused()
    {
        SiloOptions options = Valid();
        (options.Environment, options.SelfUnseal, options.Identity) = (SiloOptions.ProductionEnvironment, true, new string('a', 64));

        Assert.Contains("Silo:SelfUnseal", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(SiloOptions.LargestInboxMiB + 1)]
    public void Options_WithAnInboxOfNoSize_AreRefused(int mebibytes)
    {
        SiloOptions options = Valid();
        options.InboxMiB = mebibytes;

        Assert.Contains("InboxMiB", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("run/silo.sock")]
    public void Options_WithASocketThatIsNoAbsolutePath_AreRefused(string socket)
    {
        SiloOptions options = Valid();
        options.Socket = socket;

        Assert.Contains("Silo:Socket", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }

    [Fact]
    public void Options_Default_IsProduction() => Assert.False(new SiloOptions().IsDevelopment);

    private static SiloOptions Valid() => new() { DataFolder = "data", Socket = "/run/silo.sock", Environment = SiloOptions.DevelopmentEnvironment };
}
