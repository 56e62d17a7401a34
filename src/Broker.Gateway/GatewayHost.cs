using Broker.Gateway.Api;
using Broker.Gateway.Http;
using Broker.Gateway.Logging;
using Broker.Gateway.Pages;
using Broker.Gateway.Problems;
using Broker.Gateway.SignedRequests;
using Broker.Gateway.WebKeys;
using Broker.Gateway.Witnesses;
using Broker.Telemetry;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace Broker.Gateway;

/// <summary>Puts the gateway together: options → limits → services → pipeline → routes.</summary>
internal static class GatewayHost
{
    private const int LongestHeaders = 16 << 10;
    private const int MostHeaders = 64;
    private const int LongestRequestLine = 4 << 10;

    // Half a kilobyte a second is a tenth of the slowest line that pages are made for.
    private const double SlowestBytesPerSecond = 512;
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Shutdown = TimeSpan.FromSeconds(10);

    public static WebApplication Build(string[] args, TimeProvider time, RandomFill random)
    {
        // Settings come from beside the executable, never from the folder that someone happens to stand in, and are read once.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = [.. args, "--hostBuilder:reloadConfigOnChange=false"], ContentRootPath = AppContext.BaseDirectory });
        var telemetry = new TelemetryOptions();
        var options = ReadOptions(builder.Configuration, telemetry);
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, options));
        builder.Logging.AddGatewayLog(options.LogFolder);
        AddServices(builder.Services, options, time, random);
        builder.Services.AddHostedService(_ => new TelemetryService(telemetry, "broker-gateway"));
        Engine.AddSiloClient(builder, options);
        var app = builder.Build();
        UsePipeline(app);
        MapRoutes(app);
        return app;
    }

    private static GatewayOptions ReadOptions(ConfigurationManager configuration, TelemetryOptions telemetry)
    {
        var options = new GatewayOptions();
        var faults = new List<string>();
        try
        {
            configuration.GetSection(GatewayOptions.Section).Bind(options, binder => binder.ErrorOnUnknownConfiguration = true);
            faults.AddRange(options.Faults());
            configuration.GetSection(TelemetryOptions.Section).Bind(telemetry, binder => binder.ErrorOnUnknownConfiguration = true);
            faults.AddRange(telemetry.Faults());
        }
        catch (InvalidOperationException)
        {
            faults.Add("the section gateway or telemetry holds an unknown key or a value of the wrong kind");
        }

        // The server's own section could open further addresses past the check of gateway:url.
        if (configuration.GetSection("Kestrel").Exists())
        {
            faults.Add("the section kestrel is not used: set gateway:url");
        }

        return faults.Count == 0 ? options : throw new GatewayOptionsException(faults);
    }

    private static void Limit(KestrelServerOptions kestrel, GatewayOptions options)
    {
        kestrel.AddServerHeader = false;
        kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Protocols = HttpProtocols.Http1);
        kestrel.Limits.MaxConcurrentConnections = options.Connections;
        kestrel.Limits.MaxConcurrentUpgradedConnections = 0;
        kestrel.Limits.MaxRequestBodySize = BodyLimits.None;
        kestrel.Limits.MaxRequestHeadersTotalSize = LongestHeaders;
        kestrel.Limits.MaxRequestHeaderCount = MostHeaders;
        kestrel.Limits.MaxRequestLineSize = LongestRequestLine;
        kestrel.Limits.RequestHeadersTimeout = HeadersTimeout;
        kestrel.Limits.KeepAliveTimeout = KeepAlive;
        kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, RateGrace);
        kestrel.Limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, RateGrace);
    }

    private static void AddServices(IServiceCollection services, GatewayOptions options, TimeProvider time, RandomFill random)
    {
        services.Configure<HostOptions>(host => host.ShutdownTimeout = Shutdown);
        services.AddSingleton(options);
        services.AddSingleton(time);
        services.AddSingleton(random);
        services.AddSingleton(new BodyBudget((long)options.BodyBudgetMiB << 20));
        services.AddSingleton<AccountRates>();
        services.AddSingleton<Silo>();
        services.AddSingleton<ProblemWriter>();
        services.AddSingleton<SignedDispatch>();
        services.AddBrokerDataProtection();
        services.AddSingleton(new WitnessMail(time));
        services.AddHostedService<WitnessCourier>();
        services.AddHostedService<ParentWatch>();
    }

    private static void UsePipeline(WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseMiddleware<RequestLog>();
        app.UseMiddleware<FaultTranslation>();
        app.UseMiddleware<HostCheck>();
        app.UseRouting();
    }

    private static void MapRoutes(WebApplication app)
    {
        app.MapSignedApi();
        app.MapPublicApi();
        app.MapVaultApi();
        app.MapPages();
    }
}
