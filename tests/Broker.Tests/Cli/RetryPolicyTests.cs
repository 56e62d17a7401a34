using System.Net;
using System.Net.Sockets;
using Broker.Cli;

namespace Broker.Tests.Cli;

public sealed class RetryPolicyTests : IDisposable
{
    private const string Problem = """{"code":"conflict","title":"another body"}""";

    private static readonly BriefingRequest Briefing = new("CAF", "2014-01", "elected-member", "council-briefing");

    private readonly TestMember broker = new();
    private readonly InstantClock clock = new();

    [Fact]
    public async Task Post_GatewayAwayThenBack_SendsTheSameBodyWithNewSignatures()
    {
        FakeGateway fake = new FakeGateway().Fail().Answer(HttpStatusCode.ServiceUnavailable).Answer(HttpStatusCode.OK);
        var answer = await PostAsync(fake);
        Assert.True(answer.IsOk);
        Assert.Equal(3, fake.Requests.Count);
        Assert.Single(fake.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct());
        Assert.Single(fake.Requests.Select(request => request.IdempotencyKey).Distinct());
        Assert.Equal(3, fake.Requests.Select(request => request.SignatureInput).Distinct().Count());
    }

    [Theory]
    [InlineData(HttpStatusCode.InternalServerError)]
    [InlineData(HttpStatusCode.ServiceUnavailable)]
    public async Task Briefing_WhoseAnswerIsLost_NamesTheIdToAskAgainWith(HttpStatusCode status)
    {
        // The delivery may be logged by then: a fresh id would log another.
        FakeGateway fake = new();
        for (int i = 0; i < 500; i++)
        {
            fake.Answer(status);
        }

        var run = await new CommandRun(() => fake, clock).RunAsync(
            "briefing", "get", "--member", broker.Folder.Path, "--gateway", "http://localhost:5080", "--country", "CAF", "--period", "2014-01", "--tier", "elected-member",
            "--purpose", "council-briefing", "--out", broker.Folder.Path + "/out");

        Assert.Equal(ExitCodes.Failure, run.Code);
        string id = Assert.Single(fake.Requests.Select(request => System.Text.Encoding.UTF8.GetString(request.Body).TrimEnd('\n')[^32..]).Distinct());
        Assert.Contains($"`--id {id}`", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Post_Unauthorised_IsTriedThreeTimesAndThenBelieved()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.Unauthorized);
        Assert.Equal(401, (await PostAsync(fake)).Status);
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task Post_UnauthorisedJustAfterAStart_IsTriedAgain()
        => Assert.True((await PostAsync(new FakeGateway().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.OK))).IsOk);

    [Theory]
    [InlineData(HttpStatusCode.BadRequest)]
    [InlineData(HttpStatusCode.Forbidden)]
    [InlineData(HttpStatusCode.Conflict)]
    [InlineData(HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(HttpStatusCode.InternalServerError)]
    public async Task Post_OtherAnswer_IsNotTriedAgain(HttpStatusCode status)
    {
        FakeGateway fake = new FakeGateway().Answer(status, Problem);
        var answer = await PostAsync(fake);
        Assert.Equal((int)status, answer.Status);
        Assert.Single(fake.Requests);
        Assert.Equal("conflict: another body", answer.Problem.ToString());
    }

    [Fact]
    public async Task Post_SealedVault_IsBelievedAtOnce()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.ServiceUnavailable, """{"code":"sealed","title":"the vault is sealed"}""");
        Assert.Equal("sealed", (await PostAsync(fake)).Problem.Code);
        Assert.Single(fake.Requests);
        Assert.Empty(clock.Waits);
    }

    [Fact]
    public async Task Post_NobodyThere_GivesUpAfterAMinuteInGrowingPauses()
    {
        FakeGateway fake = new();
        for (var i = 0; i < 200; i++)
        {
            fake.Fail();
        }

        var failure = await Assert.ThrowsAsync<CommandFailure>(() => PostAsync(fake));
        Assert.Equal("the gateway cannot be reached", failure.Message);
        var waited = TimeSpan.FromTicks(Pauses().Sum(wait => wait.Ticks));
        Assert.InRange(waited, RetryPolicy.DefaultPatience, RetryPolicy.DefaultPatience + TimeSpan.FromSeconds(3));
        Assert.Equal(Pauses().Order(), Pauses());
        Assert.True(Pauses().Max() <= TimeSpan.FromSeconds(2));
    }

    [Fact]
    public async Task Post_Cancelled_Stops()
    {
        using CancellationTokenSource cancelled = new();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => PostAsync(new FakeGateway().Fail().Fail(), cancelled.Token));
    }

    [Fact]
    public async Task Request_NobodyListensOrSiloAway_IsSentAgain()
    {
        FakeGateway fake = new FakeGateway().Refuse().Answer(HttpStatusCode.ServiceUnavailable).Refuse().Answer(HttpStatusCode.OK);
        Assert.True((await AskAsync(fake)).IsOk);
        Assert.Equal(4, fake.Requests.Count);
        Assert.All(fake.Requests, request => Assert.Equal("/requests", request.Path));
    }

    [Fact]
    public async Task Request_TurnedAwayJustAfterAStart_IsSentAgain()
        => Assert.True((await AskAsync(new FakeGateway().Answer(HttpStatusCode.Unauthorized).Answer(HttpStatusCode.OK))).IsOk);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Request_BrokenOffMidway_IsSentAgainAsTheSameRequest(bool late)
    {
        FakeGateway fake = late ? new FakeGateway().TimeOut() : new FakeGateway().Fail();
        fake.Answer(HttpStatusCode.OK);
        Assert.True((await AskAsync(fake)).IsOk);
        Assert.Equal(2, fake.Requests.Count);
        Assert.Single(fake.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct());
    }

    [Fact]
    public async Task Request_WhileWitnessesAreWaitedFor_IsAskedAgainAsTheSameForAMinute()
    {
        FakeGateway fake = new();
        for (var i = 0; i < 200; i++)
        {
            fake.Answer(HttpStatusCode.ServiceUnavailable, """{"code":"awaiting-witnesses","title":"nothing left"}""");
        }

        var answer = await AskAsync(fake);
        Assert.Equal("awaiting-witnesses", answer.Problem.Code);
        Assert.InRange(fake.Requests.Count, 20, 60);
        Assert.Single(fake.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct());
    }

    [Fact]
    public async Task Request_AskedTwiceByAPerson_IsTwoRequests()
    {
        FakeGateway fake = new FakeGateway().Answer(HttpStatusCode.OK).Answer(HttpStatusCode.OK);
        await AskAsync(fake);
        await AskAsync(fake);
        Assert.Equal(2, fake.Requests.Select(request => Convert.ToHexString(request.Body)).Distinct().Count());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Deed_BrokenOffMidway_IsSentOnceOnly(bool late)
    {
        FakeGateway fake = late ? new FakeGateway().TimeOut() : new FakeGateway().Fail();
        fake.Answer(HttpStatusCode.OK);
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => PostSingleAsync(fake));
        Assert.Contains("may have been done and logged", failure.Message, StringComparison.Ordinal);
        Assert.Equal(ExitCodes.Failure, failure.ExitCode);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Deed_ConnectionResetAfterItWasSent_IsSentOnceOnly()
    {
        FakeGateway fake = new FakeGateway().Answer(_ => throw new HttpRequestException("reset", new SocketException((int)SocketError.ConnectionReset))).Answer(HttpStatusCode.OK);
        await Assert.ThrowsAsync<CommandFailure>(() => PostSingleAsync(fake));
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task Request_NobodyListensForReal_IsSeenAsNeverSent()
    {
        // The framework's own exception, and not one made for a test: the port was just given back and nobody listens on it.
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, new SocketsHttpHandler { UseProxy = false }), new Uri($"http://localhost:{port}"));
        var failure = await Assert.ThrowsAsync<CommandFailure>(() => new BriefingDesk(client, member).AskAsync(Briefing, CancellationToken.None));
        Assert.Equal("the gateway cannot be reached", failure.Message);
    }

    [Fact]
    public async Task Post_BrokenOffMidway_IsSentAgain()
        => Assert.True((await PostAsync(new FakeGateway().Fail().TimeOut().Answer(HttpStatusCode.OK))).IsOk);

    [Fact]
    public void Problem_Words_HoldAllThatAPersonNeeds()
    {
        var problem = Broker.Cli.Problem.Read(
            422, """{"code":"policy-rejected","title":"it has faults","whatIsSafe":"The old one stands.","whatToDo":"Mend it.","reference":"00ff00ff","details":["x.yaml:3:1: a fault"]}"""u8);
        Assert.Equal("policy-rejected: it has faults\nx.yaml:3:1: a fault\nThe old one stands. Mend it.\nreference 00ff00ff", problem.Words);
    }

    [Fact]
    public void Problem_WordsOfOneThatIsNone_AreOneLine()
        => Assert.Equal("unknown: the gateway answered 502 without saying why", Broker.Cli.Problem.Read(502, "<html>"u8).Words);

    [Fact]
    public void Problem_WithControlCharacters_LosesThem()
    {
        var problem = Broker.Cli.Problem.Read(400, """{"code":"x\u001b[2J","title":"a\nb"}"""u8);
        Assert.Equal("x[2J: ab", problem.ToString());
    }

    [Theory]
    [InlineData("<html>")]
    [InlineData("")]
    [InlineData("{}")]
    public void Problem_ThatIsNone_NamesTheStatus(string body)
        => Assert.Equal("unknown: the gateway answered 502 without saying why", Broker.Cli.Problem.Read(502, System.Text.Encoding.UTF8.GetBytes(body)).ToString());

    public void Dispose() => broker.Dispose();

    private async Task<GatewayAnswer> AskAsync(FakeGateway fake)
    {
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        return await new BriefingDesk(client, member).AskAsync(Briefing, CancellationToken.None);
    }

    private async Task<GatewayAnswer> PostSingleAsync(FakeGateway fake)
    {
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        return await client.PostSingleAsync(member, "/vault/rotate", ReadOnlyMemory<byte>.Empty, CancellationToken.None);
    }

    private IReadOnlyList<TimeSpan> Pauses() => [.. clock.Waits.Where(wait => wait <= TimeSpan.FromSeconds(30))];

    private async Task<GatewayAnswer> PostAsync(FakeGateway fake, CancellationToken cancellation = default)
    {
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        return await client.PostAsync(member, "/deposits", GatewayClient.DepositsType, new byte[] { 1, 2, 3 }, cancellation, "abc");
    }
}
