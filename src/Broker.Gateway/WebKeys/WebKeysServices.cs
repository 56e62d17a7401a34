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

    public static IServiceCollection AddBrokerDataProtection(this IServiceCollection services)
    {
        services.AddSingleton<WebKeysClient>();
        services.AddSingleton<WebKeysRepository>();
        services.AddSingleton<WebKeysEncryptor>();
        services.AddSingleton<VaultGate>();
        services.AddDataProtection().SetApplicationName(ApplicationName);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(options =>
        {
            options.XmlRepository = provider.GetRequiredService<WebKeysRepository>();
            options.XmlEncryptor = provider.GetRequiredService<WebKeysEncryptor>();
        }));
        RemoveLoadingAtStart(services);
        PutBehindGate(services);
        return services;
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

    private static void PutBehindGate(IServiceCollection services)
    {
        var made = services.Last(service => service.ServiceType == typeof(IDataProtectionProvider)).ImplementationFactory
            ?? throw new InvalidOperationException("the framework registers its provider in another way than this was written for");
        services.Replace(ServiceDescriptor.Singleton<IDataProtectionProvider>(
            provider => new GatedProvider((IDataProtectionProvider)made(provider), provider.GetRequiredService<VaultGate>())));
    }
}
