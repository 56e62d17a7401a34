using System.Net;
using System.Text.Json;
using Orleans.Runtime;

namespace Broker.Tests.Gateway;

public sealed class AvailabilityTests
{
    [Fact]
    public async Task Silo_NotReachable_Is503WithRetryAfter()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new TimeoutException();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal("unavailable", await Code(response));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
        Assert.NotNull(response.Headers.RetryAfter);
    }

    [Fact]
    public async Task Silo_ThatCancelsACall_Is503AndNotAFailureOfOurs()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new OperationCanceledException();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal("unavailable", await Code(response));
    }

    [Fact]
    public async Task Silo_WithAFullQueue_IsBusy()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new LimitExceededException("queue");
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal("busy", await Code(response));
        Assert.Equal(HttpStatusCode.ServiceUnavailable, response.StatusCode);
    }

    [Fact]
    public async Task Calls_BeyondPlacesAndQueue_AreBusyWithRetryAfter()
    {
        using var gateway = new TestGateway(("Gateway:ConcurrentCalls", "1"), ("Gateway:QueuedCalls", "1"));
        var entered = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        gateway.Grains.Before = () =>
        {
            entered.TrySetResult();
            return release.Task;
        };
        using var client = gateway.CreateClient();
        var first = client.SendAsync(TestGateway.Signed("/requests", [1]));
        await entered.Task;
        var others = Enumerable.Range(0, 4).Select(_ => client.SendAsync(TestGateway.Signed("/requests", [1]))).ToList();

        // Three of the four find neither a place nor the queue free; the last stays in the queue until the first is done.
        for (var i = 0; i < 3; i++)
        {
            var done = await Task.WhenAny(others);
            others.Remove(done);
            using var refused = await done;
            Assert.Equal("busy", await Code(refused));
            Assert.NotNull(refused.Headers.RetryAfter);
        }

        release.SetResult();
        using var served = await first;
        using var queued = await others.Single();
        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.OK), (served.StatusCode, queued.StatusCode));
    }

    [Theory]
    [InlineData("unsealed", 200, "ready\n")]
    [InlineData("sealed", 503, "sealed\n")]
    public async Task Readiness_ByVault_IsStated(string vault, int status, string text)
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = vault };
        using var response = await gateway.CreateClient().GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(text, await response.Content.ReadAsStringAsync());
    }

    [Fact]
    public async Task Health_SiloSilent_StaysOkAndReadinessIsUnavailable()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new TimeoutException();
        using var client = gateway.CreateClient();
        using var health = await client.GetAsync(new Uri("/healthz", UriKind.Relative));
        using var ready = await client.GetAsync(new Uri("/readyz", UriKind.Relative));
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);
        Assert.Equal((HttpStatusCode.ServiceUnavailable, "unavailable\n"), (ready.StatusCode, await ready.Content.ReadAsStringAsync()));
    }

    [Theory]
    [InlineData("sealed", "sealed")]
    [InlineData("unsealed", "unknown-epoch")]
    public async Task EpochKey_NoneInstalled_IsTheProblemThatItIs(string vault, string code)
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { EpochKeyNote = "", Vault = vault };
        using var response = await gateway.CreateClient().GetAsync(new Uri("/keys/epoch", UriKind.Relative));
        Assert.Equal(code, await Code(response));
    }

    [Theory]
    [InlineData("/keys/epoch", "epoch note\n")]
    [InlineData("/keys/trust", "trust file\n")]
    public async Task Keys_WhileSealed_AreServedWhenTheSiloHasThem(string path, string text)
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "sealed" };
        Assert.Equal(text, await gateway.CreateClient().GetStringAsync(new Uri(path, UriKind.Relative)));
    }

    [Fact]
    public async Task TrustFile_ThatTheSiloHasNotYet_IsTheSealedProblem()
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { TrustFile = "", Vault = "uninitialised" };
        using var response = await gateway.CreateClient().GetAsync(new Uri("/keys/trust", UriKind.Relative));
        Assert.Equal("sealed", await Code(response));
    }

    [Theory]
    [InlineData("sealed", "sealed")]
    [InlineData("uninitialised", "sealed")]
    [InlineData("unsealed", "internal")]
    public async Task Grain_ThatFailedInItsOwnWay_IsSealedWhenTheVaultIs(string vault, string code)
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = vault };
        FailOnce(gateway.Grains);
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal(code, await Code(response));
        Assert.Equal(["briefing/" + TestGateway.KeyId, "silo/this"], gateway.Grains.Keys);
    }

    [Fact]
    public async Task Grain_ThatFailsAndASiloThatCantBeAsked_IsInternal()
    {
        using var gateway = new TestGateway();
        gateway.Grains.Before = () => throw new GrainCallFailedException("Some.Exception");
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal("internal", await Code(response));
    }

    [Fact]
    public async Task Fault_OfTheGatewayItself_IsInternalWithoutAskingTheSilo()
    {
        using var gateway = new TestGateway();
        gateway.Grains.SiloState = gateway.Grains.SiloState with { Vault = "sealed" };
        gateway.Grains.Before = () => throw new InvalidOperationException();
        using var response = await gateway.CreateClient().SendAsync(TestGateway.Signed("/requests", [1]));
        Assert.Equal("internal", await Code(response));
        Assert.Single(gateway.Grains.Keys);
    }

    [Fact]
    public async Task Status_Asked_IsTheDocumentedJson()
    {
        using var gateway = new TestGateway();
        var text = await gateway.CreateClient().GetStringAsync(new Uri("/status", UriKind.Relative));
        Assert.Equal(
            "{\"origin\":\"broker.example\",\"vault\":\"unsealed\",\"warnings\":[],\"calendarNow\":\"2014-03-01T12:30:00Z\",\"simulated\":true,\"countries\":[\"CAF\"],"
            + "\"log\":{\"signed\":2,\"published\":2,\"quorum\":\"none\",\"witnesses\":[]}}",
            text);
    }

    [Fact]
    public async Task Log_ManyReads_AskForTheOriginOnce()
    {
        using var gateway = new TestGateway();
        using var client = gateway.CreateClient();
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal([1, 2, 3], await client.GetByteArrayAsync(new Uri("/log/tile/0/000", UriKind.Relative)));
        }

        Assert.Equal(["silo/this", .. Enumerable.Repeat("log/broker.example", 5)], gateway.Grains.Keys);
    }

    private static void FailOnce(FakeGrains grains) => grains.Before = () =>
    {
        grains.Before = () => Task.CompletedTask;
        throw new GrainCallFailedException("Some.Exception");
    };

    private static async Task<string?> Code(HttpResponseMessage response)
    {
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync());
        return problem.RootElement.GetProperty("code").GetString();
    }
}
