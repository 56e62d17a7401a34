using Microsoft.Extensions.DependencyInjection;
using Orleans.Client;
using Orleans.Silo;

namespace Orleans.Hosting;

/// <summary>Adds the engine to a host. Grain code sees none of these names.</summary>
public static class EmbeddedServiceCollectionExtensions
{
    /// <summary>
    /// Runs the silo in this host. <c>IGrainFactory</c> and <c>IClusterClient</c> call it in process. Storage providers are keyed
    /// <c>IGrainStorage</c> singletons, filters are <c>IIncomingGrainCallFilter</c> singletons.
    /// </summary>
    public static IServiceCollection AddEmbeddedSilo(this IServiceCollection services, Action<EmbeddedSiloOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EmbeddedSiloOptions();
        configure(options);
        services.AddMetrics();
        services.AddSingleton(options);
        services.AddSingleton<EmbeddedSilo>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedSilo>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedSilo>());
        return services;
    }

    /// <summary>Connects this host to a silo in another process. The host starts whether or not the silo is there.</summary>
    public static IServiceCollection AddEmbeddedClient(this IServiceCollection services, Action<EmbeddedClientOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(configure);
        var options = new EmbeddedClientOptions();
        configure(options);
        services.AddSingleton(options);
        services.AddSingleton<EmbeddedClient>();
        services.AddSingleton<IClusterClient>(provider => provider.GetRequiredService<EmbeddedClient>());
        services.AddSingleton<IGrainFactory>(provider => provider.GetRequiredService<EmbeddedClient>());
        services.AddHostedService(provider => provider.GetRequiredService<EmbeddedClient>());
        return services;
    }
}
