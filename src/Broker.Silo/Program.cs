using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Silo.Verbs;
using Broker.Telemetry;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

// Before the configuration is read, and so in every environment: nothing of the silo is in memory yet.
IReadOnlyList<string> openings = ProcessHardening.Apply();
if (VerbLine.IsVerb(args))
{
    return await VerbRun.RunAsync(args, Console.Out, Console.Error);
}

// Settings are read once, at the start: to watch for changes of them, the host would watch the whole folder that it was started in, and wake at every write of
// a database below it (a tenth of the silo's work under load, measured).
HostApplicationBuilder builder = Host.CreateApplicationBuilder([.. args, "--hostBuilder:reloadConfigOnChange=false"]);
SiloOptions options = builder.Configuration.GetSection(SiloOptions.SectionName).Get<SiloOptions>() ?? new SiloOptions();
TelemetryOptions telemetry = builder.Configuration.GetSection(TelemetryOptions.Section).Get<TelemetryOptions>() ?? new TelemetryOptions();
if (options.Faults().Concat(telemetry.Faults()).ToList() is { Count: > 0 } faults)
{
    foreach (string fault in faults)
    {
        await Console.Error.WriteLineAsync(fault);
    }

    return 2;
}

foreach (string opening in openings)
{
    await Console.Error.WriteLineAsync(options.IsDevelopment ? $"warning: {opening}" : $"{opening}; nothing was started");
}

if (openings.Count > 0 && !options.IsDevelopment)
{
    return 2;
}

try
{
    SodiumLibrary.EnsureAvailable();
}
catch (SealingUnavailableException missing)
{
    await Console.Error.WriteLineAsync(missing.Message);
    return 2;
}

if (!options.IsDevelopment && !SodiumLibrary.KeyMemoryIsLocked)
{
    await Console.Error.WriteLineAsync("key memory can't be locked, so keys could reach the swap; nothing was started: raise the limit of locked memory (ulimit -l)");
    return 2;
}

builder.AddSiloLogging(options);
builder.Services.AddBroker(options);
builder.Services.AddHostedService(_ => new TelemetryService(telemetry, "broker-silo"));
builder.UseGrainEngine(options);
using IHost host = builder.Build();
try
{
    // In this order: the folder is locked and its layout known before a key is opened.
    _ = host.Services.GetRequiredService<IStore>();
    host.Services.GetRequiredService<VaultStarter>().Start();
    host.Services.GetRequiredService<LogOpening>().Write();
}
catch (Exception fault) when (fault is StoreUnavailableException or DamagedStoreException or InvalidDataException)
{
    // Their messages are ours, say what is safe and what to do, and hold no content.
    await Console.Error.WriteLineAsync(fault.Message);
    return 2;
}

await host.RunAsync();
return 0;
