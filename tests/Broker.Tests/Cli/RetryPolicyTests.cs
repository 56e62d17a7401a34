using System.Net;
using Broker.Cli;

namespace Broker.Tests.Cli;

public sealed class RetryPolicyTests : IDisposable
{
    private const string Problem = """{"code":"conflict","title":"another body"}""";

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

    private IReadOnlyList<TimeSpan> Pauses() => [.. clock.Waits.Where(wait => wait <= TimeSpan.FromSeconds(30))];

    private async Task<GatewayAnswer> PostAsync(FakeGateway fake, CancellationToken cancellation = default)
    {
        using var member = broker.Folder.Open();
        using GatewayClient client = new(broker.Context(clock, fake), new Uri("http://localhost:5080"));
        return await client.PostAsync(member, "/deposits", GatewayClient.DepositsType, new byte[] { 1, 2, 3 }, cancellation, "abc");
    }
}
