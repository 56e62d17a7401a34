using System.Net.Sockets;
using Microsoft.Extensions.Hosting;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace Broker.Telemetry;

/// <summary>Sends what the engine measures to a collector while a host runs; without an endpoint nobody listens and it costs nothing.</summary>
/// <param name="options">Checked by the host at its start.</param>
/// <param name="name">Name of the host: all that a span tells of where it comes from.</param>
public sealed class TelemetryService(TelemetryOptions options, string name) : IHostedService, IDisposable
{
    // Of a collector's answer nothing is used; by default a client keeps up to 2 GiB of one.
    private const int LongestAnswer = 64 << 10;

    private TracerProvider? traces;
    private MeterProvider? metrics;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.IsOn)
        {
            traces = Traces(name).AddOtlpExporter(otlp => Send(otlp, "v1/traces")).Build();
            metrics = Metrics(name).AddOtlpExporter(otlp => Send(otlp, "v1/metrics")).Build();
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        Dispose();
        return Task.CompletedTask;
    }

    /// <summary>Sends what is left, and ends.</summary>
    public void Dispose()
    {
        traces?.Dispose();
        metrics?.Dispose();
        (traces, metrics) = (null, null);
    }

    /// <summary>Traces behind the allow-list, without an exporter.</summary>
    public static TracerProviderBuilder Traces(string name) => Sdk.CreateTracerProviderBuilder()
        .SetResourceBuilder(Resource(name))
        .SetSampler(new AlwaysOnSampler())
        .AddSource(TelemetryAllowList.Engine)
        .AddProcessor(new TelemetryAllowList());

    /// <summary>Metrics behind the allow-list, without an exporter.</summary>
    public static MeterProviderBuilder Metrics(string name) => Sdk.CreateMeterProviderBuilder()
        .SetResourceBuilder(Resource(name))
        .AddMeter(TelemetryAllowList.Engine)
        .AddView(static _ => new MetricStreamConfiguration { TagKeys = [.. TelemetryAllowList.Tags] })
        .SetExemplarFilter(ExemplarFilterType.AlwaysOff);

    // Not the default resource, which reads the environment.
    private static ResourceBuilder Resource(string name) => ResourceBuilder.CreateEmpty().AddService(name, autoGenerateServiceInstanceId: false);

    private void Send(OtlpExporterOptions otlp, string path)
    {
        otlp.Protocol = OtlpExportProtocol.HttpProtobuf;
        otlp.Endpoint = new Uri(options.Address, path);
        otlp.HttpClientFactory = () => new HttpClient(Handler())
        {
            Timeout = TimeSpan.FromMilliseconds(otlp.TimeoutMilliseconds),
            MaxResponseContentBufferSize = LongestAnswer,
        };
    }

    // A collector is not trusted: it can't send what it is sent elsewhere, and no variable of the environment puts another in between.
    private SocketsHttpHandler Handler()
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false, UseCookies = false };
        if (options.Socket is { } socket)
        {
            handler.ConnectCallback = (_, cancellation) => Connect(socket, cancellation);
        }

        return handler;
    }

    private static async ValueTask<Stream> Connect(string path, CancellationToken cancellation)
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            await socket.ConnectAsync(new UnixDomainSocketEndPoint(path), cancellation).ConfigureAwait(false);
            return new NetworkStream(socket, ownsSocket: true);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }
}
