using System.Collections.Concurrent;
using System.Net;
using Broker.Contracts;
using Broker.Gateway;
using Broker.Gateway.Witnesses;
using Microsoft.Extensions.Logging.Abstractions;

namespace Broker.Tests.Gateway;

/// <summary>The courier between a silo that is a fake and witnesses that are a handler.</summary>
public sealed class WitnessCourierTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly FakeGrains grains = new();
    private readonly Town town = new();
    private readonly Broker.Gateway.Silo silo;
    private readonly WitnessMail mail;
    private readonly WitnessCourier courier;

    public WitnessCourierTests()
    {
        silo = new Broker.Gateway.Silo(grains.AsClient(), new GatewayOptions { ConcurrentCalls = 1, QueuedCalls = 0 }, TimeProvider.System);
        mail = new WitnessMail(TimeProvider.System, town);
        courier = new WitnessCourier(silo, mail, TimeProvider.System, NullLogger<WitnessCourier>.Instance);
        grains.Publication.OnReply = reply => grains.Publication.ToCarry = [.. grains.Publication.ToCarry.Where(errand => errand.Witness != reply.Witness)];
    }

    [Fact]
    public async Task Errand_OfTheSilo_IsCarriedAndTheAnswerBroughtBack()
    {
        grains.Publication.ToCarry = [Errand("w1"), Errand("w2")];
        await courier.StartAsync(CancellationToken.None);
        await Until(() => grains.Publication.Replies.Count == 2);

        Assert.All(grains.Publication.Replies, reply => Assert.Equal((200, $"{reply.Witness} signs"), (reply.Status, System.Text.Encoding.UTF8.GetString(reply.Body))));
        Assert.Equal(["w1", "w2"], grains.Publication.Replies.Select(reply => reply.Witness).Order(StringComparer.Ordinal));
        Assert.Contains("publication/" + FakeGrains.Origin, grains.Keys);
        await courier.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Witness_ThatHangs_DelaysNoOtherAndIsAskedOnceOnly()
    {
        town.Silent["w1"] = true;
        grains.Publication.ToCarry = [Errand("w1"), Errand("w2")];
        await courier.StartAsync(CancellationToken.None);
        await Until(() => grains.Publication.Replies.Count == 1);
        for (var i = 0; i < 5; i++)
        {
            grains.Publication.ToCarry = [Errand("w1"), Errand("w2")];
            await Until(() => grains.Publication.Replies.Count == i + 2);
        }

        Assert.All(grains.Publication.Replies, reply => Assert.Equal("w2", reply.Witness));
        Assert.Equal(1, town.Calls["w1"]);
        await courier.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Silo_ThatFailsInAnyWay_IsAskedAgain()
    {
        var calls = 0;
        grains.Before = () => Interlocked.Increment(ref calls) switch
        {
            1 => throw new TimeoutException(),
            2 => throw new InvalidOperationException("a fault of the silo"),
            3 => throw new OperationCanceledException(),
            _ => Task.CompletedTask,
        };
        grains.Publication.ToCarry = [Errand("w1")];
        await courier.StartAsync(CancellationToken.None);

        await Until(() => grains.Publication.Replies.Count == 1);
        await courier.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Silo_ThatLosesAReply_GetsTheErrandsNextAnswer()
    {
        var lost = 0;
        grains.Publication.OnReply = reply =>
        {
            if (Interlocked.Increment(ref lost) == 1)
            {
                throw new InvalidOperationException("the silo died over it");
            }

            grains.Publication.ToCarry = [];
        };
        grains.Publication.ToCarry = [Errand("w1")];
        await courier.StartAsync(CancellationToken.None);

        await Until(() => grains.Publication.Replies.Count == 2);
        await courier.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Gateway_WhosePlacesAreAllTaken_StillCarries()
    {
        TaskCompletionSource<int> release = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var held = silo.Call(_ => release.Task, CancellationToken.None);
        await Assert.ThrowsAsync<SiloBusyException>(() => silo.Status(CancellationToken.None));
        grains.Publication.ToCarry = [Errand("w1")];
        await courier.StartAsync(CancellationToken.None);

        await Until(() => grains.Publication.Replies.Count == 1);
        release.SetResult(0);
        await held;
        await courier.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Courier_Stopped_EndsWithAnErrandOnTheWay()
    {
        town.Silent["w1"] = true;
        grains.Publication.ToCarry = [Errand("w1")];
        await courier.StartAsync(CancellationToken.None);
        await Until(() => town.Calls.GetValueOrDefault("w1") == 1);

        await courier.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Assert.Empty(grains.Publication.Replies);
    }

    public void Dispose()
    {
        courier.Dispose();
        mail.Dispose();
        silo.Dispose();
        town.Dispose();
    }

    private static WitnessErrand Errand(string witness) => new(witness, $"http://{witness}.example", "old 0\n\n"u8.ToArray());

    private static async Task Until(Func<bool> holds)
    {
        using CancellationTokenSource late = new(Patience);
        while (!holds())
        {
            await Task.Delay(20, late.Token);
        }
    }

    /// <summary>Witnesses by host name; a silent one never answers.</summary>
    private sealed class Town : HttpMessageHandler
    {
        public ConcurrentDictionary<string, bool> Silent { get; } = new(StringComparer.Ordinal);

        public ConcurrentDictionary<string, int> Calls { get; } = new(StringComparer.Ordinal);

        protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            var name = request.RequestUri!.Host.Split('.')[0];
            Calls.AddOrUpdate(name, 1, (_, count) => count + 1);
            if (Silent.ContainsKey(name))
            {
                await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken);
            }

            return new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent($"{name} signs") };
        }
    }
}
