using System.Globalization;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Broker.Gateway.Logging;

/// <summary>
/// Log lines without fractions: whole seconds, whole milliseconds, no address. What leaves the broker is scanned for
/// coordinates, and a stray decimal would look like one.
/// </summary>
internal static class LogSetup
{
    private const string Template = "{Timestamp:yyyy-MM-ddTHH:mm:sszzz} {Level:u3} {Message:lj}{NewLine}";
    private const string FileName = "gateway-.log";
    private const int KeptFiles = 14;

    public static void AddGatewayLog(this ILoggingBuilder logging, string folder)
    {
        logging.ClearProviders();
        logging.AddFilter("", LogLevel.Warning);
        logging.AddFilter("Broker", LogLevel.Information);
#pragma warning disable CA2000 // the provider owns the logger, and the host disposes the provider
        logging.AddProvider(new SerilogLoggerProvider(Create(Sinks(folder)), dispose: true));
#pragma warning restore CA2000
    }

    /// <summary>The logger in front of given sinks; the allow-list can't be left out.</summary>
    public static Logger Create(Logger sinks) =>
        new LoggerConfiguration().MinimumLevel.Is(LogEventLevel.Information).WriteTo.Sink(new AllowListSink(sinks)).CreateLogger();

    private static Logger Sinks(string folder)
    {
        var sinks = new LoggerConfiguration().WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture);
        if (folder.Length > 0)
        {
            CreatePrivate(folder);
            sinks.WriteTo.File(
                Path.Combine(folder, FileName),
                outputTemplate: Template,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                retainedFileCountLimit: KeptFiles);
        }

        return sinks.CreateLogger();
    }

    private static void CreatePrivate(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
