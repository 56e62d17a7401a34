using System.Globalization;
using Broker.Gateway.Logging;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Broker.Tests.Gateway;

/// <summary>An attacker puts a canary wherever a request can hold one and then reads the log.</summary>
public sealed partial class LogTests
{
    private const string Canary = "canary-3c91";

    [Fact]
    public async Task RequestLog_CanariesEverywhere_HoldsNoneAndNoDecimals()
    {
        var folder = Directory.CreateTempSubdirectory("broker-log-").FullName;
        try
        {
            using (var gateway = new TestGateway(("Gateway:LogFolder", folder)))
            {
                await Attack(gateway);
            }

            var lines = Directory.GetFiles(folder).SelectMany(File.ReadAllLines).ToList();
            Assert.Contains(lines, line => line.EndsWith(" ms", StringComparison.Ordinal) && line.Contains("GET /log/{**path} 404", StringComparison.Ordinal));
            Assert.Contains(lines, line => line.Contains("a request failed with InvalidOperationException", StringComparison.Ordinal));
            Assert.All(lines, line => Assert.DoesNotContain(Canary, line, StringComparison.OrdinalIgnoreCase));
            Assert.All(lines, line => Assert.DoesNotMatch("[0-9][.,][0-9]", line));
            Assert.All(lines, line => Assert.Matches("^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}[+-][0-9:]{5} [A-Z]{3} ", line));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void AllowList_FrameworkEvent_LeavesItsSourceAndNumberOnly()
    {
        var line = Emit("Microsoft.AspNetCore.Server.Kestrel", logger => LogForeign(logger, Canary, new InvalidOperationException(Canary)));
        Assert.Equal("Microsoft.AspNetCore.Server.Kestrel event 17 InvalidOperationException", line);
    }

    [Fact]
    public void AllowList_OwnEventWithAStrangeProperty_LosesItsValue()
    {
        var line = Emit("Broker.Gateway.Anything", logger => LogForeign(logger, Canary, new InvalidOperationException(Canary)));
        Assert.Equal("read {Secret}", line);
    }

    [LoggerMessage(17, LogLevel.Error, "read {Secret}")]
    private static partial void LogForeign(Microsoft.Extensions.Logging.ILogger logger, string secret, Exception exception);

    private static string Emit(string category, Action<Microsoft.Extensions.Logging.ILogger> write)
    {
        var sink = new LineSink();
        using var provider = new SerilogLoggerProvider(LogSetup.Create(new LoggerConfiguration().WriteTo.Sink(sink).CreateLogger()), dispose: true);
        write(provider.CreateLogger(category));
        return Assert.Single(sink.Lines);
    }

    private static async Task Attack(TestGateway gateway)
    {
        using var client = gateway.CreateClient();
        foreach (var path in new[] { $"/{Canary}?{Canary}", $"/log/{Canary}", $"/problems/{Canary}", $"/briefings/{Canary}/1/2", $"/auditor?q={Canary}" })
        {
            gateway.Grains.Before = path.StartsWith("/auditor", StringComparison.Ordinal) ? () => throw new InvalidOperationException(Canary) : () => Task.CompletedTask;
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            request.Headers.TryAddWithoutValidation("User-Agent", Canary);
            request.Headers.TryAddWithoutValidation("X-Forwarded-For", "192.0.2.7");
            using var response = await client.SendAsync(request);
        }

        gateway.Grains.Before = () => throw new InvalidOperationException(Canary);
        using var failed = await client.SendAsync(TestGateway.Signed("/requests", System.Text.Encoding.UTF8.GetBytes(Canary)));
        using var odd = new HttpRequestMessage(new HttpMethod(Canary.ToUpperInvariant()), "/");
        using var refused = await client.SendAsync(odd);
    }

    private sealed class LineSink : ILogEventSink
    {
        public List<string> Lines { get; } = [];

        public void Emit(LogEvent logEvent)
        {
            Assert.Null(logEvent.Exception);
            using var writer = new StringWriter(CultureInfo.InvariantCulture);
            logEvent.MessageTemplate.Render(logEvent.Properties, writer, CultureInfo.InvariantCulture);
            Lines.Add(writer.ToString().Replace("\"", "", StringComparison.Ordinal));
        }
    }
}
