using System.Globalization;
using Broker.Silo.Storage;

namespace Broker.Silo.Calendar;

/// <summary>The last time that a simulated clock was moved to, so that a restart goes on from there.</summary>
internal static class SimulatedTime
{
    private const string Key = "simulated-time";

    public static DateTimeOffset? Read(StoreConnection connection) =>
        Meta.Read(connection, Key) is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;

    /// <summary>Keeps the later of the stored and the given time.</summary>
    public static void Write(StoreConnection connection, DateTimeOffset time)
    {
        if (Read(connection) is not { } stored || stored < time)
        {
            Meta.Write(connection, Key, time.ToString("O", CultureInfo.InvariantCulture));
        }
    }
}
