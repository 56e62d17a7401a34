using System.Net.Sockets;
using Orleans.Hosting;
using Orleans.Runtime;

namespace Orleans.Guards;

/// <summary>What is wrong with the settings of a host.</summary>
internal static class EmbeddedOptionsGuard
{
    // A frame must hold the largest deposit batch; below this even the engine's own messages would not fit.
    private const int SmallestFrame = 4 * 1024;

    // .NET's largest array is a little smaller than 2 GiB.
    private const int LargestFrame = 1024 * 1024 * 1024;

    public static void Check(EmbeddedSiloOptions options)
    {
        var faults = new List<string>();
        if (options.SocketPath is not null)
        {
            CheckPath(options.SocketPath, faults);
        }

        CheckPositive(options.ResponseTimeout, nameof(options.ResponseTimeout), faults);
        CheckPositive(options.IdleCollection, nameof(options.IdleCollection), faults);
        CheckPositive(options.MinimumReminderPeriod, nameof(options.MinimumReminderPeriod), faults);
        CheckFrame(options.MaxFrameBytes, faults);
        if (options.MaxQueued < 1)
        {
            faults.Add($"`{nameof(options.MaxQueued)}` is below 1");
        }

        ThrowIfAny(faults);
    }

    public static void Check(EmbeddedClientOptions options)
    {
        var faults = new List<string>();
        CheckPath(options.SocketPath, faults);
        CheckPositive(options.ResponseTimeout, nameof(options.ResponseTimeout), faults);
        CheckPositive(options.ConnectWait, nameof(options.ConnectWait), faults);
        CheckFrame(options.MaxFrameBytes, faults);
        ThrowIfAny(faults);
    }

    private static void CheckPath(string path, List<string> faults)
    {
        if (string.IsNullOrEmpty(path) || !Path.IsPathFullyQualified(path))
        {
            faults.Add("the socket path is not absolute");
            return;
        }

        try
        {
            _ = new UnixDomainSocketEndPoint(path);
        }
        catch (ArgumentException)
        {
            faults.Add("the socket path is longer than the system allows (about 100 bytes)");
        }
    }

    private static void CheckPositive(TimeSpan value, string name, List<string> faults)
    {
        if (value <= TimeSpan.Zero || value > TimeSpan.FromDays(1))
        {
            faults.Add($"`{name}` is not between zero and a day");
        }
    }

    private static void CheckFrame(int bytes, List<string> faults)
    {
        if (bytes is < SmallestFrame or > LargestFrame)
        {
            faults.Add("`MaxFrameBytes` is not between 4 KiB and 1 GiB");
        }
    }

    private static void ThrowIfAny(List<string> faults)
    {
        if (faults.Count > 0)
        {
            throw new OrleansConfigurationException(faults);
        }
    }
}
