using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
#if !ENGINE_ORLEANS
using Orleans.Hosting;
#endif

namespace Broker.Silo.Hosting;

/// <summary>The one place where the silo differs by engine.</summary>
internal static class Engine
{
#if ENGINE_ORLEANS
    private const string ClusterName = "broker";

#endif
    public static void UseGrainEngine(this HostApplicationBuilder builder, SiloOptions options)
    {
#if ENGINE_ORLEANS
        builder.UseOrleans(silo =>
        {
            silo.UseLocalhostClustering(serviceId: ClusterName, clusterId: ClusterName);
            silo.AddIncomingGrainCallFilter<Grains.InternalCalls>();
        });
#else
        builder.Services.AddEmbeddedSilo(silo =>
        {
            silo.SocketPath = options.Socket;
            silo.GrainAssemblies.Add(BrokerServices.GrainAssembly);
        });
        builder.Services.AddSingleton<IIncomingGrainCallFilter>(provider => provider.GetRequiredService<Grains.InternalCalls>());
#endif
    }
}
