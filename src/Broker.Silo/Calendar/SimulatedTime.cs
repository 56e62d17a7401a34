using System.Globalization;
using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Calendar;

/// <summary>The last time that a simulated clock was moved to, so that a restart goes on from there.</summary>
internal static class SimulatedTime
{
    private const string Key = "simulated-time";

    public static DateTimeOffset? Read(SqliteConnection connection) =>
        connection.Text("SELECT value FROM meta WHERE key = $1", Key) is { } text
            ? DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind)
            : null;

    /// <summary>Keeps the later of the stored and the given time.</summary>
    public static void Write(SqliteConnection connection, DateTimeOffset time)
    {
        if (Read(connection) is { } stored && stored >= time)
        {
            return;
        }

        connection.Execute(
            "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
            Key, time.ToString("O", CultureInfo.InvariantCulture));
    }
}
