using System.Collections.Concurrent;
using System.Diagnostics;
using Orleans.Embedded.Tests.Grains;
using Orleans.Embedded.Tests.Harness;
using Orleans.Runtime;

namespace Orleans.Embedded.Tests;

public sealed class TelemetryTests : IDisposable
{
    private const string Canary = "canary-5b1c";
    private const string Key = "probe/" + Canary;

    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Meters_OfCalls_CountThemByGrainTypeAndMethod()
    {
        await using var host = await EngineHost.StartAsync();
        using var meters = new MeterLines(host);
        var grain = host.Grains.GetGrain<IProbeGrain>(Key);

        await grain.KeyAsync();
        await grain.KeyAsync();
        await Assert.ThrowsAsync<GrainCallFailedException>(() => grain.ThrowPlainAsync(Canary));
        await grain.ActivationAsync();

        const string called = "grain=test.probe method=KeyAsync";
        Assert.Equal(2, meters.Sum("grain.calls", called));
        Assert.Equal(0, meters.Sum("grain.failures", called));
        Assert.Equal(2, meters.Count("grain.turn.duration", called));
        Assert.Equal(2, meters.Count("grain.queue.duration", called));
        Assert.Equal(1, meters.Sum("grain.failures", "grain=test.probe method=ThrowPlainAsync"));
        Assert.DoesNotContain(Canary, meters.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_OfAFullQueue_TellActivationsLengthsAndRefusals()
    {
        await using var host = await EngineHost.StartAsync(options => options.MaxQueued = 3);
        using var meters = new MeterLines(host);
        var grain = host.Grains.GetGrain<IProbeGrain>(Key);
        await host.Grains.GetGrain<IProbeGrain>("probe/idle").KeyAsync();
        var holding = grain.GateAsync("full");
        await host.Journal.Until("at full", 1);
        var waiting = Enumerable.Range(0, 3).Select(_ => grain.KeyAsync()).ToArray();
        await Assert.ThrowsAsync<LimitExceededException>(grain.KeyAsync);

        meters.Observe();
        host.Journal.Open("full");
        await Task.WhenAll([holding, .. waiting]);

        Assert.Equal(2, meters.Sum("grain.activations", "grain=test.probe"));
        Assert.Equal(3, meters.Sum("grain.queue.length", "grain=test.probe"));
        Assert.Equal(3, meters.Sum("grain.queue.longest", "grain=test.probe"));
        Assert.Equal(1, meters.Sum("grain.refused", "grain=test.probe method=KeyAsync"));
        Assert.DoesNotContain(Canary, meters.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Meters_OfATimeoutAndAReminder_CountThem()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.ResponseTimeout = TimeSpan.FromMilliseconds(300);
            options.MinimumReminderPeriod = TimeSpan.FromMilliseconds(50);
        });
        using var meters = new MeterLines(host);

        await Assert.ThrowsAsync<TimeoutException>(() => host.Grains.GetGrain<IProbeGrain>(Key).WaitAsync(CancellationToken.None));
        await host.Grains.GetGrain<IAlarmGrain>("alarm/" + Canary).RegisterAsync(Canary, TimeSpan.Zero, TimeSpan.FromMilliseconds(50));
        await host.Journal.Until("tick " + Canary, 3);

        Assert.Equal(1, meters.Sum("grain.timeouts", "grain=test.probe method=WaitAsync"));
        Assert.True(meters.Sum("grain.reminder.ticks", "grain=test.alarm") >= 2);
        Assert.DoesNotContain(Canary, meters.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Spans_OfACallOverTheSocket_AreOneTraceFromTheCallerThroughTheGrains()
    {
        await using var host = await EngineHost.StartAsync(options => options.SocketPath = _folder.Socket);
        await using var client = await ClientHost.StartAsync(_folder.Socket);
        using var spans = new Spans();
        using var source = new ActivitySource("test");
        using (var root = source.StartActivity("root")!)
        {
            spans.Trace = root.TraceId;
            root.TraceStateString = Canary;
            root.SetBaggage("who", Canary);
            await client.Grains.GetGrain<IRingAGrain>("ring/a" + Canary).PassAsync(1, "ring/b" + Canary);
            await Assert.ThrowsAsync<GrainCallFailedException>(() => client.Grains.GetGrain<IProbeGrain>(Key).ThrowPlainAsync(Canary));
        }

        var ended = await spans.Ended(6);

        Assert.Equal(
            ["ring-a/PassAsync", "ring-b/PassAsync", "root", "test.probe/ThrowPlainAsync", "test.probe/ThrowPlainAsync", "test.ring-a/PassAsync"],
            ended.Select(span => span.OperationName).Order(StringComparer.Ordinal));
        var inner = ended.Single(span => span.OperationName == "ring-b/PassAsync");
        var outer = ended.Single(span => span.SpanId == inner.ParentSpanId);
        var sent = ended.Single(span => span.SpanId == outer.ParentSpanId);
        Assert.Equal((ActivityKind.Server, ActivityKind.Client), (outer.Kind, sent.Kind));
        Assert.Equal("root", ended.Single(span => span.SpanId == sent.ParentSpanId).OperationName);
        Assert.All(ended.Where(span => span.OperationName.Contains("Throw", StringComparison.Ordinal)), span => Assert.Equal(ActivityStatusCode.Error, span.Status));

        // The client's span inherits from the span around it, which is not the engine's; nothing of that goes over the socket.
        Assert.DoesNotContain(Canary, Spans.TextOf(ended.Where(span => span.Kind == ActivityKind.Server)), StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, string.Join(' ', ended.SelectMany(span => span.TagObjects)), StringComparison.Ordinal);
    }

    /// <summary>The ended spans of one trace. Other tests run at the same time: only sampled in the trace that is looked at.</summary>
    private sealed class Spans : IDisposable
    {
        private readonly ConcurrentQueue<Activity> _ended = new();
        private readonly ActivityListener _listener;

        public Spans()
        {
            _listener = new ActivityListener
            {
                ShouldListenTo = source => source.Name is "Orleans.Embedded" or "test",
                Sample = (ref options) => options.Source.Name == "test" || options.TraceId == Trace ? ActivitySamplingResult.AllData : ActivitySamplingResult.None,
                ActivityStopped = _ended.Enqueue,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        public ActivityTraceId Trace { get; set; }

        public static string TextOf(IEnumerable<Activity> spans) => string.Join('\n', spans.Select(span =>
            $"{span.OperationName} {span.DisplayName} {span.StatusDescription} {span.TraceStateString} {string.Join(' ', span.TagObjects)} {string.Join(' ', span.Baggage)} {string.Join(' ', span.Events)}"));

        public async Task<IReadOnlyList<Activity>> Ended(int count)
        {
            var from = TimeProvider.System.GetTimestamp();
            while (_ended.Count < count && TimeProvider.System.GetElapsedTime(from) < TimeSpan.FromSeconds(20))
            {
                await Task.Delay(5);
            }

            return [.. _ended];
        }

        public void Dispose() => _listener.Dispose();
    }
}
