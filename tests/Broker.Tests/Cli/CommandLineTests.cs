using System.CommandLine;
using Broker.Cli;
using Spectre.Console;

namespace Broker.Tests.Cli;

/// <summary>The command line as a caller sees it: exit codes, one line for what goes wrong.</summary>
public sealed class CommandLineTests : IDisposable
{
    private readonly TestMember broker = new();
    private readonly TemporaryFolder folder = new();

    [Theory]
    [InlineData(2, "nonsense")]
    [InlineData(2, "withdraw")]
    [InlineData(2, "status", "--member", "nowhere")]
    [InlineData(2, "keys", "new", "--out", "x")]
    [InlineData(2, "log", "mirror", "--gateway", "localhost", "--out", "x")]
    [InlineData(2, "log", "mirror", "--gateway", "ftp://localhost", "--out", "x")]
    [InlineData(2, "enrol", "card", "--role", "king", "--operator", "x", "--gateway", "http://localhost:1", "--out", "y")]
    [InlineData(2, "enrol", "card", "--role", "auditor", "--state", "FR", "--operator", "x", "--gateway", "http://localhost:1", "--out", "y")]
    [InlineData(2, "briefing", "get", "--member", "x", "--gateway", "http://localhost:1", "--period", "2014-1", "--tier", "public", "--purpose", "p", "--out", "y")]
    [InlineData(2, "briefing", "get", "--member", "x", "--gateway", "http://localhost:1", "--country", "caf", "--period", "2014-01", "--tier", "public", "--purpose", "p", "--out", "y")]
    [InlineData(1, "verify", "inclusion", "--nonsense")]
    [InlineData(1, "verify", "inclusion")]
    [InlineData(1, "verify", "consistency", "--old-size", "-1")]
    [InlineData(1, "verify", "receipt", "--briefing", "nowhere", "--receipt", "nowhere", "--trust", "nowhere")]
    [InlineData(1, "verify")]
    [InlineData(2, "vault")]
    [InlineData(2, "vault", "unseal", "--share", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "vault", "unseal", "--share", "x", "--silo-key", "y", "--plan", "z", "--gateway", "http://localhost:1")]
    [InlineData(2, "vault", "end-epoch", "king", "--operator", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "vault", "init", "--groups", "a:1of1", "--operator", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "vault", "rekey", "--groups", "a:1of1", "--paper", "--operator", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "audit", "rebuild", "--member", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "audit", "rebuild", "caf", "--member", "x", "--gateway", "http://localhost:1")]
    [InlineData(2, "identity", "new", "--out", "x")]
    [InlineData(2, "identity", "show", "nowhere")]
    [InlineData(0, "vault", "--help")]
    [InlineData(0, "--help")]
    [InlineData(0, "demo", "--help")]
    public async Task Run_Arguments_GiveTheExitCode(int expected, params string[] args) => Assert.Equal(expected, (await RunAsync(args)).Code);

    [Theory]
    [InlineData("`--state` needs an ISO 3166-1 alpha-3 code, as CAF", "enrol", "card", "--role", "auditor", "--state", "FR", "--operator", "x", "--gateway", "http://localhost:1", "--out", "y")]
    [InlineData("`--period` needs a four-week period, as 2014-01", "briefing", "get", "--member", "x", "--gateway", "http://localhost:1", "--period", "2014-14", "--tier", "t", "--purpose", "p", "--out", "y")]
    [InlineData("`--country` needs an ISO 3166-1 alpha-3 code, as CAF", "policy", "status", "--gateway", "http://localhost:1", "--country", "caf")]
    [InlineData("`country` needs an ISO 3166-1 alpha-3 code, as CAF", "audit", "rebuild", "C", "--member", "x", "--gateway", "http://localhost:1")]
    public async Task Run_ValueOfAnotherForm_IsSaidBeforeAnythingIsSent(string words, params string[] args)
        => Assert.Contains(words, (await RunAsync(args)).Error, StringComparison.Ordinal);

    [Fact]
    public void Commands_All_DescribeThemselvesAndTheirValues()
    {
        var commands = Below(BrokerCommand.Create(broker.Context(new InstantClock(), new FakeGateway()))).ToList();
        Assert.True(commands.Count > 20);
        Assert.All(commands, command => Assert.False(string.IsNullOrWhiteSpace(command.Description), command.Name));
        var values = commands.SelectMany(command => command.Options.Cast<Symbol>().Concat(command.Arguments));
        Assert.All(values, value => Assert.False(string.IsNullOrWhiteSpace(value.Description), value.Name));
    }

    private static IEnumerable<Command> Below(Command command) => command.Subcommands.SelectMany(Below).Prepend(command);

    [Fact]
    public async Task Run_MissingFolder_SaysOneLineAndNoStack()
    {
        var (code, _, error) = await RunAsync("status", "--member", folder.At("nowhere"), "--gateway", "http://localhost:1");
        Assert.Equal(ExitCodes.Failure, code);
        Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Keys_New_MakesAFolderThatCanBeEnrolled()
    {
        Assert.Equal(ExitCodes.Ok, (await RunAsync("keys", "new", "--out", folder.At("m"), "--name", "Test [bold]")).Code);
        Assert.Equal("Test [bold]", MemberCard.Read(folder.At("m", "member")).Name);
        Assert.Equal(ExitCodes.Failure, (await RunAsync("keys", "new", "--out", folder.At("m"), "--name", "again")).Code);
    }

    [Fact]
    public async Task Policy_Lint_TellsGoodFromBad()
    {
        Assert.Equal(ExitCodes.Ok, (await RunAsync("policy", "lint", Path.Combine(Repository.Root, "policies", "caf-2013.yaml"))).Code);
        Assert.Equal(ExitCodes.No, (await RunAsync("policy", "lint", folder.Write("bad.yaml", "sharing-policy: x\n"))).Code);
    }

    [Fact]
    public async Task ImportGed_DryRun_ReportsBadRowsByLineAndSendsNothing()
    {
        var (code, output, _) = await RunAsync("import-ged", Repository.Sample("ged-car-2012-2014.csv"), "--folder", broker.Folder.Path, "--dry-run");
        Assert.Equal(ExitCodes.Ok, code);
        Assert.Contains("678 rows can be mapped, 0 cannot, 0 are of `test organisation`", output, StringComparison.Ordinal);
        Assert.False(Directory.Exists(broker.Folder.Outbox));
    }

    [Fact]
    public async Task Run_GatewayAddress_IsRead()
    {
        var (_, _, error) = await RunAsync("status", "--member", broker.Folder.Path, "--gateway", "http://localhost:1/path");
        Assert.Contains("is not the address of a gateway", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2014-02-20", "2014-02-20T00:00:00")]
    [InlineData("2014-02-20T01:02:03Z", "2014-02-20T01:02:03")]
    public void Calendar_Time_IsReadAsUtc(string text, string expected)
    {
        Assert.True(CalendarDesk.TryParse(text, out var time));
        Assert.Equal(DateTimeOffset.Parse(expected + "Z", System.Globalization.CultureInfo.InvariantCulture), time);
    }

    [Theory]
    [InlineData("20.2.2014")]
    [InlineData("2014-02-20T00:00:00+01:00")]
    [InlineData("")]
    public void Calendar_OtherTime_IsRefused(string text) => Assert.False(CalendarDesk.TryParse(text, out _));

    public void Dispose()
    {
        broker.Dispose();
        folder.Dispose();
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.No, ColorSystem = ColorSystemSupport.NoColors, Out = new AnsiConsoleOutput(output) });
        console.Profile.Width = 1000;
        CommandContext context = new(new InstantClock(), broker.Fill, console, () => new FakeGateway());
        var code = await BrokerCommand.RunAsync(context, args, output, error);
        return (code, output.ToString(), error.ToString());
    }
}
