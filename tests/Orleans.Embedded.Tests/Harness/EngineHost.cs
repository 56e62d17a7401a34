using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Hosting;
using Orleans.Storage;

namespace Orleans.Embedded.Tests.Harness;

/// <summary>A generic host with a silo of the well-formed test grains.</summary>
public sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineHost(IHost host) => _host = host;

    public Journal Journal => _host.Services.GetRequiredService<Journal>();

    public MemoryGrainStorage Storage { get; private init; } = null!;

    public LogLines Log { get; private init; } = null!;

    public IClusterClient Grains => _host.Services.GetRequiredService<IClusterClient>();

    public IMeterFactory Meters => _host.Services.GetRequiredService<IMeterFactory>();

    internal Silo.EmbeddedSilo Silo => _host.Services.GetRequiredService<Silo.EmbeddedSilo>();

    public static async Task<EngineHost> StartAsync(
        Action<EmbeddedSiloOptions>? configure = null, Action<IServiceCollection>? services = null, MemoryGrainStorage? storage = null,
        MemoryReminderStore? reminders = null)
    {
        var log = new LogLines();
        var kept = storage ?? new MemoryGrainStorage();
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Logging.AddProvider(log);
        builder.Services.AddSingleton<Journal>();
        builder.Services.AddKeyedSingleton<IGrainStorage>("memory", kept);
        builder.Services.AddSingleton<IReminderStore>(reminders ?? new MemoryReminderStore());
        services?.Invoke(builder.Services);
        builder.Services.AddEmbeddedSilo(options =>
        {
            options.GrainAssemblies.Add(typeof(EngineHost).Assembly);
            options.TypeFilter = type => type.Namespace == typeof(Grains.ProbeGrain).Namespace;
            configure?.Invoke(options);
        });
        var host = builder.Build();
        await host.StartAsync();
        return new EngineHost(host) { Storage = kept, Log = log };
    }

    public Task StopAsync() => _host.StopAsync();

    public Task StopAsync(CancellationToken token) => _host.StopAsync(token);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }
}
