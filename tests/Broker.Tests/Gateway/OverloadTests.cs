using System.Net;
using System.Text.Json;
using Broker.Contracts;
using Broker.Gateway;
using Broker.Gateway.SignedRequests;

namespace Broker.Tests.Gateway;

public sealed class OverloadTests
{
    private const int Places = 8;

    [Fact]
    public async Task Requests_AtTwiceTheCapacity_AreServedOrBusyAndNothingElse()
    {
        using var gateway = new TestGateway(("Gateway:ConcurrentCalls", $"{Places}"), ("Gateway:QueuedCalls", $"{Places}"));
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var (running, most) = (0, 0);
        gateway.Grains.Before = async () =>
        {
            InterlockedMax(ref most, Interlocked.Increment(ref running));
            await release.Task;
            Interlocked.Decrement(ref running);
        };
        using var client = gateway.CreateClient();
        var offered = Enumerable.Range(0, 4 * Places).Select(_ => client.SendAsync(TestGateway.Signed("/requests", new byte[4096]))).ToList();
        await FirstDone(offered, 2 * Places);
        release.SetResult();
        var answers = await Task.WhenAll(offered);

        Assert.Equal(2 * Places, answers.Count(answer => answer.StatusCode == HttpStatusCode.OK));
        Assert.Equal(2 * Places, answers.Count(answer => answer.StatusCode == HttpStatusCode.ServiceUnavailable && answer.Headers.RetryAfter is not null));
        Assert.Equal(Places, most);
        using var after = await client.SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal(HttpStatusCode.OK, after.StatusCode);
    }

    [Fact]
    public async Task Store_WithoutAPlace_IsBusyWithRetryAfter()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new StoreBusyException();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/deposits", [1], "application/vnd.broker.deposits"));
        Assert.Equal(("busy", HttpStatusCode.ServiceUnavailable), (await Code(response), response.StatusCode));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Store_WhoseServerIsAway_IsUnavailableWithRetryAfter()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new StoreAwayException();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/deposits", [1], "application/vnd.broker.deposits"));
        Assert.Equal(("unavailable", HttpStatusCode.ServiceUnavailable), (await Code(response), response.StatusCode));
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Account_BeyondItsRate_Is429WithRetryAfterAndServedASecondLater()
    {
        var clock = new SteppedClock();
        using var gateway = new TestGateway(("Gateway:AccountRequestsPerSecond", "2")) { Clock = clock };
        using var client = gateway.CreateClient();
        var codes = new List<HttpStatusCode>();
        for (var i = 0; i < 3; i++)
        {
            using var answer = await client.SendAsync(TestGateway.Signed("/requests", [1]));
            codes.Add(answer.StatusCode);
        }

        using var refused = await client.SendAsync(TestGateway.Signed("/requests", [1]));
        clock.Advance(TimeSpan.FromSeconds(1));
        using var later = await client.SendAsync(TestGateway.Signed("/requests", [1]));

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests], codes);
        Assert.Equal("too-many-requests", await Code(refused));
        Assert.NotNull(refused.Headers.RetryAfter);
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Theory]
    [InlineData("unauthorised")]
    [InlineData("malformed")]
    [InlineData("sealed")]
    [InlineData("inbox-full")]
    public async Task Account_WhoseKeyIdAStrangerClaims_IsNotShutOut(string answer)
    {
        using var gateway = new TestGateway(("Gateway:AccountRequestsPerSecond", "2")) { Clock = new SteppedClock() };
        using var client = gateway.CreateClient();
        gateway.Grains.Outcome = Outcome.Refuse(answer, "");
        for (var i = 0; i < 20; i++)
        {
            using var stranger = await client.SendAsync(TestGateway.Signed("/requests", [1]));
            Assert.Equal(answer, await Code(stranger));
        }

        gateway.Grains.Outcome = Outcome.Ok;
        using var owner = await client.SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
    }

    [Fact]
    public async Task Account_InWhoseNameAStrangerSendsWhatNoGrainSees_IsNotShutOut()
    {
        using var gateway = new TestGateway(("Gateway:AccountRequestsPerSecond", "2")) { Clock = new SteppedClock() };
        using var client = gateway.CreateClient();
        for (var i = 0; i < 20; i++)
        {
            using var request = TestGateway.Signed("/deposits", [1], "application/vnd.broker.deposits");
            request.Headers.Remove("Idempotency-Key");
            using var stranger = await client.SendAsync(request);
            Assert.Equal("malformed", await Code(stranger));
        }

        using var owner = await client.SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal(HttpStatusCode.OK, owner.StatusCode);
    }

    [Fact]
    public void Accounts_LongQuiet_AreForgotten()
    {
        var clock = new SteppedClock();
        var rates = new AccountRates(new GatewayOptions(), clock);
        for (var i = 0; i < 20_000; i++)
        {
            rates.Charge($"{i:x16}");
            clock.Advance(TimeSpan.FromMilliseconds(1));
        }

        Assert.InRange(rates.Count, 1, 4096);
    }

    [Fact]
    public async Task Readiness_OfASiloThatTakesNothing_SaysWhy()
    {
        const string fault = "store-stopped";
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Faults = [fault] };
        using var response = await gateway.CreateClient().GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal((HttpStatusCode.ServiceUnavailable, fault + "\n"), (response.StatusCode, await response.Content.ReadAsStringAsync()));
    }

    private static async Task FirstDone(List<Task<HttpResponseMessage>> offered, int count)
    {
        var waiting = offered.ToList();
        for (var i = 0; i < count; i++)
        {
            waiting.Remove(await Task.WhenAny(waiting));
        }
    }

    private static void InterlockedMax(ref int most, int value)
    {
        for (var seen = Volatile.Read(ref most); value > seen; seen = Volatile.Read(ref most))
        {
            Interlocked.CompareExchange(ref most, value, seen);
        }
    }

    private static async Task<string> Code(HttpResponseMessage response) =>
        JsonDocument.Parse(await response.Content.ReadAsStringAsync()).RootElement.GetProperty("code").GetString()!;
}
