using System.Globalization;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace Broker.Silo.Hosting;

/// <summary>The silo's log: what happened, never to whom or with what content.</summary>
internal static class SiloLogging
{
    // Whole seconds: a log line holds no decimal number that could be mistaken for a coordinate when outputs are scanned for leaks.
    private const string Template = "{Timestamp:yyyy-MM-dd'T'HH:mm:sszzz} {Level:u3} {SourceContext} {Message:lj}{NewLine}";

    public static void AddSiloLogging(this HostApplicationBuilder builder, SiloOptions options)
    {
        LoggerConfiguration configuration = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .WriteTo.Console(outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, standardErrorFromLevel: LogEventLevel.Verbose);
        if (options.LogFolder.Length > 0)
        {
            configuration = configuration.WriteTo.File(
                Path.Combine(options.LogFolder, "silo-.log"), outputTemplate: Template, formatProvider: CultureInfo.InvariantCulture, rollingInterval: RollingInterval.Day);
        }

        builder.Logging.ClearProviders();
#pragma warning disable CA2000 // the provider owns the logger and the host owns the provider
        builder.Logging.AddProvider(new SerilogLoggerProvider(configuration.CreateLogger(), dispose: true));
#pragma warning restore CA2000
    }
}
