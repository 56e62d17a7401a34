using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>What runs with each group and each piece of work, compiled once.</summary>
internal sealed class GroupStatements(SqliteConnection connection) : IDisposable
{
    public PreparedStatement Begin { get; } = new(connection, "BEGIN IMMEDIATE");

    public PreparedStatement Commit { get; } = new(connection, "COMMIT");

    public PreparedStatement Savepoint { get; } = new(connection, "SAVEPOINT item");

    public PreparedStatement Release { get; } = new(connection, "RELEASE item");

    public PreparedStatement Undo { get; } = new(connection, "ROLLBACK TO item");

    public void Dispose()
    {
        foreach (PreparedStatement statement in new[] { Begin, Commit, Savepoint, Release, Undo })
        {
            statement.Dispose();
        }
    }
}
