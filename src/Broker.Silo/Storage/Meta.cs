
namespace Broker.Silo.Storage;

/// <summary>The store's table of single values, each under a key of its own, in clear.</summary>
internal static class Meta
{
    public static string? Read(StoreConnection connection, string key) => connection.Text("SELECT value FROM meta WHERE key = $1", key);

    public static void Write(StoreConnection connection, string key, string value) => connection.Execute(
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value", key, value);
}
