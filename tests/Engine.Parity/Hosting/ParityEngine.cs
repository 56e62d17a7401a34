#if ENGINE_ORLEANS
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Hosting;
using Orleans.Storage;

namespace Engine.Parity.Hosting;

/// <summary>The one place where the program differs by engine: here Orleans.</summary>
public static class ParityEngine
{
    public const string Name = "orleans";
    private const string Invariant = "Npgsql";
    private const string Cluster = "parity";

    public static void AddSilo(HostApplicationBuilder builder, ParityHost host)
    {
        builder.UseOrleans(silo =>
        {
            if (host.Options.Cluster is { } connection)
            {
                silo.UseAdoNetClustering(options => (options.Invariant, options.ConnectionString) = (Invariant, connection));
                silo.UseAdoNetReminderService(options => (options.Invariant, options.ConnectionString) = (Invariant, connection));
                silo.ConfigureEndpoints(System.Net.IPAddress.Loopback, siloPort: 11_312, gatewayPort: 30_012);
                silo.Configure<ClusterOptions>(options => (options.ClusterId, options.ServiceId) = (Cluster, Cluster));
            }
            else
            {
                silo.UseLocalhostClustering(siloPort: 11_312, gatewayPort: 30_012, serviceId: Cluster, clusterId: Cluster);
                silo.AddReminders();
                silo.Services.AddSingleton<IReminderTable>(new OrleansReminderTable(host.Reminders));
            }

            silo.AddIncomingGrainCallFilter<OuterFilter>();
            silo.AddIncomingGrainCallFilter<InnerFilter>();
            silo.Configure<SiloMessagingOptions>(Configure);
            silo.Configure<ReminderOptions>(options => options.MinimumReminderPeriod = ParityOptions.MinimumReminderPeriod);
        });
        builder.Services.AddKeyedSingleton<IGrainStorage>(MemoryGrainStorage.Name, host.Storage);
    }

    public static void AddClient(HostApplicationBuilder builder, ParityOptions options) => builder.UseOrleansClient(client =>
    {
        if (options.Cluster is { } connection)
        {
            client.UseAdoNetClustering(o => (o.Invariant, o.ConnectionString) = (Invariant, connection));
            client.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (Cluster, Cluster));
        }
        else
        {
            client.UseLocalhostClustering(gatewayPort: 30_012, serviceId: Cluster, clusterId: Cluster);
        }

        client.Configure<ClientMessagingOptions>(Configure);
    });

    // As the product's hosts have it: a caller that no longer waits cancels its call.
    private static void Configure(MessagingOptions options) =>
        (options.ResponseTimeout, options.CancelRequestOnTimeout) = (ParityOptions.ResponseTimeout, true);
}
#else
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;
using Orleans.Storage;

namespace Engine.Parity.Hosting;

/// <summary>The one place where the program differs by engine: here the embedded one.</summary>
public static class ParityEngine
{
    public const string Name = "embedded";
    private const string Socket = "parity.sock";

    // Test machines are busy.
    private static readonly TimeSpan ConnectWait = TimeSpan.FromSeconds(20);

    public static void AddSilo(HostApplicationBuilder builder, ParityHost host)
    {
        builder.Services.AddEmbeddedSilo(options =>
        {
            options.GrainAssemblies.Add(typeof(ParityEngine).Assembly);
            options.SocketPath = Path.Combine(host.Options.Folder, Socket);
            options.ResponseTimeout = ParityOptions.ResponseTimeout;
            options.MinimumReminderPeriod = ParityOptions.MinimumReminderPeriod;
        });
        builder.Services.AddKeyedSingleton<IGrainStorage>(MemoryGrainStorage.Name, host.Storage);
        builder.Services.AddSingleton<IReminderStore>(new EmbeddedReminderStore(host.Reminders));
        builder.Services.AddSingleton<IIncomingGrainCallFilter, OuterFilter>();
        builder.Services.AddSingleton<IIncomingGrainCallFilter, InnerFilter>();
    }

    public static void AddClient(HostApplicationBuilder builder, ParityOptions options) => builder.Services.AddEmbeddedClient(client =>
    {
        client.SocketPath = Path.Combine(options.Folder, Socket);
        client.ResponseTimeout = ParityOptions.ResponseTimeout;
        client.ConnectWait = ConnectWait;
    });
}
#endif
