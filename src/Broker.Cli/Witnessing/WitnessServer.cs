using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Hosting;

namespace Broker.Cli;

/// <summary>The HTTP server of a witness: nothing of it is set from outside but the address.</summary>
internal static class WitnessServer
{
    private const int LongestHeaders = 8 << 10;
    private const int MostHeaders = 32;
    private const int LongestRequestLine = 1 << 10;
    private const int MostConnections = 64;

    // A broker's courier sends a few kilobytes at once; what trickles in slower than this holds a connection for others.
    private const double SlowestBytesPerSecond = 512;
    private static readonly TimeSpan RateGrace = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan HeadersTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(60);

    /// <summary>A server that is not started yet; port 0 is a free one.</summary>
    public static WebApplication Build(WitnessRoutes routes, IPEndPoint address)
    {
        // Empty: no settings of the environment, of files or of the command line reach the server, and nothing is logged.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Listen(address, endpoint => endpoint.Protocols = HttpProtocols.Http1);
            Limit(kestrel.Limits);
        });
        var app = builder.Build();
        app.Run(routes.HandleAsync);
        return app;
    }

    /// <summary>Where a command line's address leads; loopback unless another one is allowed.</summary>
    public static IPEndPoint Address(Uri url, bool allowRemote)
    {
        var isAddress = IPAddress.TryParse(url.Host == "localhost" ? "127.0.0.1" : url.Host.Trim('[', ']'), out var address);
        return !isAddress || url.Scheme != Uri.UriSchemeHttp || url.PathAndQuery != "/"
                ? throw new CommandFailure("--url is of the form http://127.0.0.1:5090: an address of this machine and a port, 0 for a free one")
            : allowRemote || IPAddress.IsLoopback(address!) ? new IPEndPoint(address!, url.Port)
            : throw new CommandFailure("--url is not an address of loopback: put a server with TLS in front, or say --allow-remote");
    }

    /// <summary>Where it listens, with its real port.</summary>
    public static string UrlOf(WebApplication app) => app.Urls.First();

    private static void Limit(KestrelServerLimits limits)
    {
        limits.MaxConcurrentConnections = MostConnections;
        limits.MaxConcurrentUpgradedConnections = 0;
        limits.MaxRequestBodySize = WitnessRoutes.LongestRequest;
        limits.MaxRequestHeadersTotalSize = LongestHeaders;
        limits.MaxRequestHeaderCount = MostHeaders;
        limits.MaxRequestLineSize = LongestRequestLine;
        limits.RequestHeadersTimeout = HeadersTimeout;
        limits.KeepAliveTimeout = KeepAlive;
        limits.MinRequestBodyDataRate = new MinDataRate(SlowestBytesPerSecond, RateGrace);
        limits.MinResponseDataRate = new MinDataRate(SlowestBytesPerSecond, RateGrace);
    }
}
