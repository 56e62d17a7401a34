using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo;

/// <summary>Reaches through to SQLite, where a test makes it fail or counts what it is asked.</summary>
internal static class EmbeddedStore
{
    public static SqliteConnection Sqlite(this StoreConnection connection) => ((SqliteStoreConnection)connection).Inner;
}
