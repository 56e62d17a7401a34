using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Broker.Gateway.WebKeys;

/// <summary>Registers DataProtection with its key ring in the silo, wrapped under the vault (docs/specs/vault.md).</summary>
internal static class WebKeysServices
{
    /// <summary>The same in every gateway of an instance, whatever its address: what one protects another opens.</summary>
    private const string ApplicationName = "broker-gateway";

    /// <summary>To be called after whatever else registers DataProtection, because that would bring back what is removed here.</summary>
    public static IServiceCollection AddBrokerDataProtection(this IServiceCollection services)
    {
        services.AddSingleton<WebKeysClient>();
        services.AddSingleton<WebKeysRepository>();
        services.AddSingleton<WebKeysEncryptor>();
        services.AddSingleton<VaultGate>();
        services.AddSingleton<KeyRings>();

        // What asks for the framework's other services by itself finds the silo's keys too, and never a folder of the machine.
        AddKeyRing(services, outer: null);
        RemoveLoadingAtStart(services);
        return services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider, GatedProvider>());
    }

    /// <summary>The framework's key ring over the silo's keys, which <paramref name="outer"/> has when it is not the container itself.</summary>
    internal static void AddKeyRing(IServiceCollection services, IServiceProvider? outer)
    {
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = (outer ?? provider).GetRequiredService<WebKeysRepository>();
            options.XmlEncryptor = (outer ?? provider).GetRequiredService<WebKeysEncryptor>();
        }));
    }

    // The framework's own hosted service reads the key ring at start and makes a key when there is none: the vault is sealed then.
    private static void RemoveLoadingAtStart(IServiceCollection services)
    {
        var assembly = typeof(KeyManagementOptions).Assembly;
        foreach (var hosted in services.Where(service => service.ServiceType == typeof(IHostedService) && service.ImplementationType?.Assembly == assembly).ToList())
        {
            services.Remove(hosted);
        }
    }
}
