#if !ENGINE_ORLEANS
using System.Data.Common;
using System.Security.Cryptography;
using Orleans.Hosting;

namespace Broker.Silo.Storage;

/// <summary>The embedded engine's reminders in the table <c>reminders</c>; on Orleans they are in the cluster's database.</summary>
/// <remarks>
/// A row names its grain and its reminder in clear, as the engine must find them while the vault is sealed: a grain whose key says whose it is
/// may have none. No grain of the product has reminders today (docs/specs/engine.md).
/// </remarks>
internal sealed class ReminderStore(IStore store) : IReminderStore
{
    private const string Columns = "SELECT grain, name, start, period, etag FROM reminders";
    private const int VersionDigits = 32;

    public Task<IReadOnlyList<StoredReminder>> ReadAllAsync(CancellationToken token) =>
        Task.FromResult<IReadOnlyList<StoredReminder>>(store.Read(connection => connection.Rows(Map, Columns + " ORDER BY grain, name")));

    public Task<IReadOnlyList<StoredReminder>> ReadAsync(GrainId grain) => Task.FromResult<IReadOnlyList<StoredReminder>>(
        store.Read(connection => connection.Rows(Map, Columns + " WHERE grain = $1 ORDER BY name", grain.ToString())));

    public Task<StoredReminder?> ReadAsync(GrainId grain, string name) => Task.FromResult(
        store.Read(connection => connection.Rows(Map, Columns + " WHERE grain = $1 AND name = $2", grain.ToString(), name)).SingleOrDefault());

    public Task<string> WriteAsync(StoredReminder reminder) => store.WriteAsync(connection =>
    {
        // Random, so that no handle of a reminder that was removed since fits the one that is registered anew.
        string version = RandomNumberGenerator.GetHexString(VersionDigits, lowercase: true);
        connection.Execute("DELETE FROM reminders WHERE grain = $1 AND name = $2", reminder.Grain.ToString(), reminder.Name);
        connection.Execute(
            "INSERT INTO reminders (grain, name, start, period, etag) VALUES ($1, $2, $3, $4, $5)",
            reminder.Grain.ToString(), reminder.Name, reminder.Start.Ticks, reminder.Period.Ticks, version);
        return version;
    });

    public Task<bool> RemoveAsync(GrainId grain, string name, string version) => store.WriteAsync(connection =>
        connection.Execute("DELETE FROM reminders WHERE grain = $1 AND name = $2 AND etag = $3", grain.ToString(), name, version) == 1);

    private static StoredReminder Map(DbDataReader row)
    {
        // A grain type has no slash, a key may have many.
        string[] grain = row.GetString(0).Split('/', 2);
        return new StoredReminder(
            GrainId.Create(grain[0], grain[1]), row.GetString(1), new DateTime(row.GetInt64(2), DateTimeKind.Utc), new TimeSpan(row.GetInt64(3)), row.GetString(4));
    }
}
#endif
