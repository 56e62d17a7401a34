using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Engine.Parity.Hosting;

/// <summary>A silo and a client of it, each a host of its own, in one process. What is stored outlives them.</summary>
public sealed class ParityHost(ParityOptions options) : IAsyncDisposable
{
    private IHost? _silo;
    private IHost? _client;

    public ParityOptions Options => options;

    public MemoryGrainStorage Storage { get; } = new();

    public ReminderRows Reminders { get; } = new();

    /// <summary>The way in from another host, as the gateway has it.</summary>
    public IGrainFactory Grains => _client!.Services.GetRequiredService<IClusterClient>();

    /// <summary>The way in from within the silo's host.</summary>
    public IGrainFactory Inside => _silo!.Services.GetRequiredService<IGrainFactory>();

    public async Task StartAsync()
    {
        _silo = Build(builder => ParityEngine.AddSilo(builder, this));
        await _silo.StartAsync();
        _client = Build(builder => ParityEngine.AddClient(builder, options));
        await _client.StartAsync();
    }

    public Task StopSiloAsync() => _silo!.StopAsync();

    public async Task StopAsync()
    {
        foreach (var host in new[] { _client, _silo })
        {
            if (host is not null)
            {
                await host.StopAsync();
                await ((IAsyncDisposable)host).DisposeAsync();
            }
        }

        (_client, _silo) = (null, null);
    }

    public async Task RestartAsync()
    {
        await StopAsync();
        await StartAsync();
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    private static IHost Build(Action<HostApplicationBuilder> add)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.SetMinimumLevel(LogLevel.None);
        add(builder);
        return builder.Build();
    }
}
