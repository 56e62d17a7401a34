#if ENGINE_ORLEANS
using System.Net;
using Orleans.Configuration;
using Orleans.Runtime.Messaging;
#endif
using Orleans.Hosting;

namespace Broker.Gateway;

/// <summary>
/// The only file that differs between the engines (docs/specs/engine.md). The embedded engine reaches one silo through a
/// Unix domain socket; Orleans reaches the silos of a cluster at given addresses, or finds them in its database.
/// </summary>
internal static class Engine
{
#if ENGINE_ORLEANS
    public const bool NeedsSocket = false;
    private const string ClusterName = "broker";
    private const string Provider = "Npgsql";

    public static void AddSiloClient(WebApplicationBuilder builder, GatewayOptions options) =>
        builder.UseOrleansClient(client =>
        {
            if (options.Cluster.Length > 0)
            {
                client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (Provider, options.Cluster));
            }
            else
            {
                client.UseStaticClustering([.. options.SiloEndpoints.Select(IPEndPoint.Parse)]);
            }

            // As on the embedded engine: a caller that no longer waits cancels its call.
            client.Configure<ClientMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);
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
