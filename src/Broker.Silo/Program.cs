using Broker.Sealing;
using Broker.Silo;
using Broker.Silo.Hosting;
using Broker.Silo.Log;
using Broker.Silo.Vault;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
SiloOptions options = builder.Configuration.GetSection(SiloOptions.SectionName).Get<SiloOptions>() ?? new SiloOptions();
if (options.Faults() is { Count: > 0 } faults)
{
    foreach (string fault in faults)
    {
        await Console.Error.WriteLineAsync(fault);
    }

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

builder.AddSiloLogging(options);
builder.Services.AddBroker(options);
builder.UseGrainEngine(options);
using IHost host = builder.Build();
host.Services.GetRequiredService<VaultStarter>().Start();
host.Services.GetRequiredService<LogOpening>().Write();
await host.RunAsync();
return 0;
