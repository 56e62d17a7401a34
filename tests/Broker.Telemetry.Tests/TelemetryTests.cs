using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Broker.Telemetry.Tests;

public sealed class TelemetryTests
{
    private const string Canary = "CANARY-4711";

    [Fact]
    public void Span_WithCanariesWhereverASpanHoldsText_LeavesWithGrainAndMethodOnly()
    {
        Activity span = Assert.Single(Exported(source =>
        {
            using Activity span = source.StartActivity("depositor/deposit")!;
            span.SetTag("grain", "depositor").SetTag("method", "deposit").SetTag("key", Canary).SetTag("argument", Encoding.UTF8.GetBytes(Canary)).SetTag(Canary, 1);
            span.TraceStateString = $"vendor={Canary}";
            span.SetStatus(ActivityStatusCode.Error, Canary);
        }));

        Assert.Equal(["grain", "method"], span.TagObjects.Select(tag => tag.Key));
        Assert.Equal(ActivityStatusCode.Error, span.Status);
        Assert.Null(span.StatusDescription);
        Assert.Null(span.TraceStateString);
    }

    [Fact]
    public void Span_WithAnExceptionOrALink_DoesNotLeave()
    {
        Assert.Empty(Exported(source =>
        {
            using (Activity failed = source.StartActivity("one")!)
            {
                failed.AddException(new InvalidOperationException(Canary));
            }

            using Activity linked = source.StartActivity("two")!;
            linked.AddLink(new ActivityLink(default, new ActivityTagsCollection { ["note"] = Canary }));
        }));
    }

    [Fact]
    public void Span_OfAnotherSource_DoesNotLeave()
    {
        using var other = new ActivitySource("Microsoft.AspNetCore");
        Assert.Empty(Exported(_ =>
        {
            using Activity? span = other.StartActivity("GET /" + Canary);
        }));
    }

    [Fact]
    public void Metric_WithATagThatIsNotNamed_LeavesWithoutIt()
    {
        using var kept = new KeptMetrics();
#pragma warning disable CA2000 // the provider owns the reader
        var reader = new BaseExportingMetricReader(kept);
#pragma warning restore CA2000
        using var meter = new Meter(TelemetryAllowList.Engine);
        using (TelemetryService.Metrics("test").AddReader(reader).Build())
        {
            meter.CreateCounter<long>("grain.calls").Add(1, new("grain", "depositor"), new("key", Canary));
        }

        Assert.Equal(["grain"], kept.Tags);
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("http://127.0.0.1:4318", 0)]
    [InlineData("https://collector.example", 0)]
    [InlineData("unix:/run/otel/otlp.sock", 0)]
    [InlineData("unix:/", 1)]
    [InlineData("unix:relative", 1)]
    [InlineData("ftp://127.0.0.1", 1)]
    [InlineData("http://name:word@127.0.0.1", 1)]
    [InlineData("http://127.0.0.1/?token=1", 1)]
    [InlineData("http://127.0.0.1/path", 1)]
    [InlineData("nonsense", 1)]
    public void Endpoint_ByItsForm_IsTakenOrRefused(string endpoint, int faults) =>
        Assert.Equal(faults, new TelemetryOptions { Endpoint = endpoint }.Faults().Count);

    [Fact]
    public async Task Service_WithoutAnEndpoint_ListensToNothing()
    {
        using var source = new ActivitySource(TelemetryAllowList.Engine);
        using var service = new TelemetryService(new TelemetryOptions(), "test");
        await service.StartAsync(CancellationToken.None);
        Assert.False(source.HasListeners());
    }

    [Fact]
    public async Task Service_WithACollectorOnASocket_SendsItSpansWithoutCanaries()
    {
        string folder = Directory.CreateTempSubdirectory("telemetry-").FullName;
        string path = Path.Combine(folder, "otlp.sock");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(path));
        listener.Listen();
        Task<string> first = Received(listener);
        using (var source = new ActivitySource(TelemetryAllowList.Engine))
        using (var service = new TelemetryService(new TelemetryOptions { Endpoint = "unix:" + path }, "broker-test"))
        {
            await service.StartAsync(CancellationToken.None);
            using (Activity span = source.StartActivity("depositor/deposit")!)
            {
                span.SetTag("grain", "depositor").SetTag("key", Canary);
            }

            await service.StopAsync(CancellationToken.None);
        }

        string sent = await first;
        Directory.Delete(folder, recursive: true);
        Assert.StartsWith("POST /v1/traces", sent, StringComparison.Ordinal);
        Assert.Contains("depositor/deposit", sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Canary, sent, StringComparison.Ordinal);
        Assert.DoesNotContain(Dns.GetHostName(), sent.Replace("localhost", "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Service_WithACollectorThatSendsItElsewhere_StaysWithTheCollector()
    {
        using var collector = new TcpListener(IPAddress.Loopback, 0);
        using var elsewhere = new TcpListener(IPAddress.Loopback, 0);
        collector.Start();
        elsewhere.Start();
        Task<string> first = Received(collector.Server, $"HTTP/1.1 307 Temporary Redirect\r\nLocation: http://{elsewhere.LocalEndpoint}/v1/traces\r\nContent-Length: 0\r\nConnection: close\r\n\r\n");
        using (var source = new ActivitySource(TelemetryAllowList.Engine))
        using (var service = new TelemetryService(new TelemetryOptions { Endpoint = $"http://{collector.LocalEndpoint}" }, "broker-test"))
        {
            await service.StartAsync(CancellationToken.None);
            source.StartActivity("depositor/deposit")!.Dispose();

            // Ends when the answer was read; a redirect would be on its way to the other by then.
            await service.StopAsync(CancellationToken.None);
        }

        Assert.StartsWith("POST /v1/traces", await first, StringComparison.Ordinal);
        Assert.False(elsewhere.Pending());
    }

    private static List<Activity> Exported(Action<ActivitySource> act)
    {
        using var kept = new KeptSpans();
        using var source = new ActivitySource(TelemetryAllowList.Engine);
        using (TracerProvider provider = TelemetryService.Traces("test").AddProcessor(new SimpleActivityExportProcessor(kept)).Build())
        {
            act(source);
        }

        return kept.Spans;
    }

    // Reads one request of HTTP/1.1 whole, as Latin-1, and answers it.
    private static async Task<string> Received(Socket listener, string answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    {
        using Socket connection = await listener.AcceptAsync();
        var text = new StringBuilder();
        byte[] buffer = new byte[16 << 10];
        while (!IsWhole(text.ToString()))
        {
            int read = await connection.ReceiveAsync(buffer);
            Assert.NotEqual(0, read);
            text.Append(Encoding.Latin1.GetString(buffer, 0, read));
        }

        await connection.SendAsync(Encoding.ASCII.GetBytes(answer));
        return text.ToString();
    }

    private static bool IsWhole(string text)
    {
        int end = text.IndexOf("\r\n\r\n", StringComparison.Ordinal);
        string? length = text.Split("\r\n").FirstOrDefault(line => line.StartsWith("Content-Length: ", StringComparison.OrdinalIgnoreCase));
        return end > 0 && length is not null && text.Length >= end + 4 + int.Parse(length[16..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
