using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Broker.Silo.Hosting;

/// <summary>Stops the silo once the process that started it is gone, so that a demonstration leaves no server behind.</summary>
internal sealed class ParentWatch(SiloOptions options, IHostApplicationLifetime lifetime) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (options.StopWithParent is not { } parent)
        {
            return;
        }

        try
        {
            using Process process = Process.GetProcessById(parent);
            await process.WaitForExitAsync(stoppingToken);
        }
        catch (ArgumentException)
        {
            // It was gone before we looked.
        }

        lifetime.StopApplication();
    }
}
