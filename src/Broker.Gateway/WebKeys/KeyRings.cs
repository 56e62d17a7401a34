using Microsoft.AspNetCore.DataProtection;

namespace Broker.Gateway.WebKeys;

/// <summary>
/// The framework's key ring for as long as the vault stays unsealed. The framework keeps what it read for a day, and a failure to
/// open a key for as long; so the ring is made in a container of its own, which is thrown away whole when the vault is found sealed.
/// </summary>
internal sealed class KeyRings(IServiceProvider services) : IDisposable
{
    private readonly Lock gate = new();
    private ServiceProvider? current; // guarded by gate

    /// <summary>The provider of now; one that is held longer than a use may be of a ring that was thrown away.</summary>
    public IDataProtectionProvider Provider
    {
        get
        {
            lock (gate)
            {
                current ??= Make();
                return current.GetRequiredService<IDataProtectionProvider>();
            }
        }
    }

    /// <summary>Lets go of the ring with the keys and failures that it holds.</summary>
    public void Forget()
    {
        lock (gate)
        {
            // Not disposed: a use that is under way would fail with that, and not with what the vault says.
            current = null;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            current?.Dispose();
            current = null;
        }
    }

    private ServiceProvider Make()
    {
        var inner = new ServiceCollection();
        inner.AddSingleton(services.GetRequiredService<ILoggerFactory>());
        inner.AddSingleton(services.GetRequiredService<WebKeysClient>());
        WebKeysServices.AddKeyRing(inner, services);
        return inner.BuildServiceProvider();
    }
}
