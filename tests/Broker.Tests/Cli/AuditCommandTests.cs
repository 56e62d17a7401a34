using System.Net;
using Broker.Cli;

namespace Broker.Tests.Cli;

public sealed class AuditCommandTests : IDisposable
{
    private readonly TestMember auditor = new();

    public void Dispose() => auditor.Dispose();

    [Theory]
    [InlineData("equal", ExitCodes.Ok)]
    [InlineData("differs", ExitCodes.No)]
    public async Task Rebuild_OfPeriods_PrintsALineEachAndTellsByItsExitCode(string second, int expected)
    {
        FakeGateway fake = new FakeGateway().Answer(
            HttpStatusCode.OK,
            $$"""{"periods":[{"period":"2014-W05","vintage":"flash","result":"equal"},{"period":"2014-01","vintage":"final","result":"{{second}}"}]}""");

        var (code, output, _) = await RunAsync(fake);

        Assert.Equal($"2014-W05 flash equal\n2014-01 final {second}\n", output);
        Assert.Equal(expected, code);
        var seen = Assert.Single(fake.Requests);
        Assert.Equal("/countries/CAF/rebuild", seen.Path);
        Assert.Empty(seen.Body);
    }

    [Fact]
    public async Task Rebuild_WithoutOpenPeriods_SaysSo()
    {
        var (code, output, _) = await RunAsync(new FakeGateway().Answer(HttpStatusCode.OK, """{"periods":[]}"""));

        Assert.Equal((ExitCodes.Ok, "no period is open\n"), (code, output));
    }

    [Fact]
    public async Task Rebuild_BySomebodyElse_IsAnExpectedNo()
    {
        var (code, output, error) = await RunAsync(new FakeGateway().Answer(
            HttpStatusCode.Forbidden, """{"code":"forbidden-role","title":"this account's role may not do that"}"""));

        Assert.Equal((ExitCodes.No, ""), (code, output));
        Assert.Contains("role", error, StringComparison.Ordinal);
    }

    private async Task<(int Code, string Output, string Error)> RunAsync(FakeGateway fake) =>
        await new CommandRun(() => fake).RunAsync("audit", "rebuild", "CAF", "--member", auditor.Folder.Path, "--gateway", "http://localhost:5080");
}
