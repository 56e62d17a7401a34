using System.Security.Cryptography;

namespace Broker.Gateway;

/// <summary>The composition root: the only place that knows the real clock and the system's randomness.</summary>
internal static class Program
{
    private const int BadOptions = 2;

    private static async Task<int> Main(string[] args)
    {
        WebApplication app;
        try
        {
            app = GatewayHost.Build(args, TimeProvider.System, RandomNumberGenerator.Fill);
        }
        catch (GatewayOptionsException exception)
        {
            foreach (var fault in exception.Faults)
            {
                await Console.Error.WriteLineAsync(fault);
            }

            return BadOptions;
        }

        await using (app)
        {
            await app.RunAsync();
        }

        return 0;
    }
}
