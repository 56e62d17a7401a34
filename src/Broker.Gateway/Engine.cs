#if ENGINE_ORLEANS
using System.Net;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;
#endif
using Orleans.Hosting;

namespace Broker.Gateway;

/// <summary>
/// The only file that differs between the engines (docs/specs/engine.md). The embedded engine reaches one silo through a
/// Unix domain socket; Orleans reaches the gateways of a cluster whose addresses are given.
/// </summary>
internal static class Engine
{
#if ENGINE_ORLEANS
    public const bool NeedsSocket = false;
    private const string ClusterName = "broker";

    public static void AddSiloClient(WebApplicationBuilder builder, GatewayOptions options) =>
        builder.UseOrleansClient(client =>
        {
            client.UseStaticClustering([.. options.SiloEndpoints.Select(IPEndPoint.Parse)]);
            client.Configure<ClusterOptions>(cluster =>
            {
                cluster.ClusterId = ClusterName;
                cluster.ServiceId = ClusterName;
            });
        });

    /// <summary>True when the failure means that the silo could not be reached or did not answer in time.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception is TimeoutException or OperationCanceledException or OrleansMessageRejectionException or ConnectionFailedException;

    /// <summary>True when the silo has more to do than it takes.</summary>
    public static bool IsBusy(Exception exception) => exception is LimitExceededException or SiloBusyException;

    /// <summary>True when the failure may be a grain's own; this engine carries any exception across.</summary>
    public static bool IsGrainFault(Exception exception) => true;
#else
    public const bool NeedsSocket = true;

    public static void AddSiloClient(WebApplicationBuilder builder, GatewayOptions options) =>
        builder.Services.AddEmbeddedClient(client => client.SocketPath = options.SiloSocket);

    /// <summary>True when the failure means that the silo could not be reached, went away or did not answer in time.</summary>
    public static bool IsUnavailable(Exception exception) =>
        exception is TimeoutException or OperationCanceledException or SiloUnavailableException;

    /// <summary>True when the silo has more to do than it takes.</summary>
    public static bool IsBusy(Exception exception) => exception is LimitExceededException or SiloBusyException;

    /// <summary>True when a grain failed with an exception of its own.</summary>
    public static bool IsGrainFault(Exception exception) => exception is GrainCallFailedException;
#endif
}
