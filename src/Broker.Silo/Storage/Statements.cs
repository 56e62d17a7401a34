using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Storage;

/// <summary>The prepared statements of a connection, kept for the next use of the same text: preparing one costs more than running it.</summary>
/// <remarks>
/// A connection is one thread's at a time (the writer's, or a reader's while it reads), so there is no lock. A statement that is running when it is asked
/// for again, by what a reader of rows calls, is not shared: that call gets one of its own. One that failed is not kept. A closed connection disposes
/// its statements. A pragma is not kept: some take effect when they are prepared and not when they run.
/// </remarks>
internal static class Statements
{
    // The store has about a hundred texts; what is made up at run time must not fill memory.
    private const int Most = 256;

    private static readonly ConditionalWeakTable<SqliteConnection, Dictionary<string, SqliteCommand>> Kept = [];

    /// <summary>A command of this text without parameters, for one run; give it back with <see cref="Return"/>.</summary>
    public static SqliteCommand Take(SqliteConnection connection, string sql)
    {
        Dictionary<string, SqliteCommand> kept = Kept.GetOrCreateValue(connection);
        if (kept.Remove(sql, out SqliteCommand? command))
        {
            return command;
        }

        command = connection.CreateCommand();
#pragma warning disable CA2100 // every statement is a constant of this assembly; values are parameters
        command.CommandText = sql;
#pragma warning restore CA2100
        return command;
    }

    /// <summary>Keeps the command, which did not fail, for the next run of its text, without the values of this one.</summary>
    public static void Return(SqliteConnection connection, SqliteCommand command)
    {
        Dictionary<string, SqliteCommand> kept = Kept.GetOrCreateValue(connection);
        command.Parameters.Clear();
        if (command.CommandText.StartsWith("PRAGMA", StringComparison.Ordinal) || kept.Count >= Most || !kept.TryAdd(command.CommandText, command))
        {
            command.Dispose();
        }
    }
}
