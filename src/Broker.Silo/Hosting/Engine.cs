using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#if ENGINE_ORLEANS
using System.Net;
using Orleans.Configuration;
#endif
using Orleans.Hosting;

namespace Broker.Silo.Hosting;

/// <summary>The one place where the silo differs by engine.</summary>
internal static class Engine
{
#if ENGINE_ORLEANS
    public const bool HasCluster = true;
    private const string ClusterName = "broker";
    private const string Provider = "Npgsql";

    public static void UseGrainEngine(this HostApplicationBuilder builder, SiloOptions options) => builder.UseOrleans(silo =>
    {
        if (options.Cluster.Length > 0)
        {
            UseCluster(silo, options);
        }
        else
        {
            silo.UseLocalhostClustering(serviceId: ClusterName, clusterId: ClusterName);
        }

        silo.AddIncomingGrainCallFilter<Grains.InternalCalls>();
        // As on the embedded engine: a caller that no longer waits cancels its call.
        silo.Configure<SiloMessagingOptions>(messaging => messaging.CancelRequestOnTimeout = true);
    });

    /// <summary>A client of a silo that runs, for the operator's checks.</summary>
    public static void AddGrainClient(this HostApplicationBuilder builder, SiloOptions options) => builder.UseOrleansClient(client =>
    {
        if (options.Cluster.Length > 0)
        {
            client.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (Provider, options.Cluster));
            client.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName));
        }
        else
        {
            client.UseLocalhostClustering(serviceId: ClusterName, clusterId: ClusterName);
        }
    });

    // Members and reminders in PostgreSQL; its tables come with Orleans (docs/specs/engine.md).
    private static void UseCluster(ISiloBuilder silo, SiloOptions options)
    {
        IPEndPoint endpoint = IPEndPoint.Parse(options.ClusterEndpoint);
        silo.UseAdoNetClustering(database => (database.Invariant, database.ConnectionString) = (Provider, options.Cluster));
        silo.UseAdoNetReminderService(database => (database.Invariant, database.ConnectionString) = (Provider, options.Cluster));
        silo.ConfigureEndpoints(endpoint.Address, endpoint.Port, options.ClusterGatewayPort);
        silo.Configure<ClusterOptions>(cluster => (cluster.ClusterId, cluster.ServiceId) = (ClusterName, ClusterName));
    }
#else
    public const bool HasCluster = false;

    /// <summary>A client of a silo that runs, for the operator's checks.</summary>
    public static void AddGrainClient(this HostApplicationBuilder builder, SiloOptions options) =>
        builder.Services.AddEmbeddedClient(client => client.SocketPath = options.Socket);

    public static void UseGrainEngine(this HostApplicationBuilder builder, SiloOptions options)
    {
        builder.Services.AddEmbeddedSilo(silo =>
        {
            silo.SocketPath = options.Socket;
            foreach (string user in options.AllowedUsers)
            {
                _ = UserIds.TryFind(user, out uint id);
                silo.AllowedUserIds.Add(id);
            }

            silo.GrainAssemblies.Add(BrokerServices.GrainAssembly);
        });
        builder.Services.AddSingleton<IReminderStore>(provider => new Storage.ReminderStore(provider.GetRequiredService<Storage.IStore>()));
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<Grains.InternalCalls>());
    }
#endif
}
