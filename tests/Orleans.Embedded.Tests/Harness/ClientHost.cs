using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Hosting;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>A generic host with a client, as the gateway has it.</summary>
public sealed class ClientHost : IAsyncDisposable
{
    private readonly IHost _host;

    private ClientHost(IHost host) => _host = host;

    public IClusterClient Grains => _host.Services.GetRequiredService<IClusterClient>();

    public static async Task<ClientHost> StartAsync(string socketPath, Action<EmbeddedClientOptions>? configure = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddEmbeddedClient(options =>
        {
            options.SocketPath = socketPath;
            // Test machines are busy; the tests of the wait itself set their own.
            options.ConnectWait = TimeSpan.FromSeconds(20);
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new ClientHost(host);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
