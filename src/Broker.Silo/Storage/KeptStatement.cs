using System.Globalization;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Silo.Storage;

/// <summary>A statement of the embedded store that stays prepared, run without the objects that the general driver makes for each run and each value.</summary>
internal sealed class KeptStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;
    private readonly int[] places; // of $1, $2, …: SQLite numbers parameters by where they stand first

    private readonly bool isReading;

    private KeptStatement(sqlite3 database, sqlite3_stmt statement)
    {
        (this.database, this.statement) = (database, statement);
        isReading = raw.sqlite3_stmt_readonly(statement) != 0;
        places = new int[raw.sqlite3_bind_parameter_count(statement)];
        for (int i = 0; i < places.Length; i++)
        {
            places[i] = raw.sqlite3_bind_parameter_index(statement, string.Create(CultureInfo.InvariantCulture, $"${i + 1}"));
        }
    }

    /// <summary>Null when the text is more than one statement, or none.</summary>
    public static KeptStatement? TryPrepare(sqlite3 database, string sql)
    {
        Demand(raw.sqlite3_prepare_v2(database, sql, out sqlite3_stmt statement, out string tail), database);
        if (statement.IsInvalid || !string.IsNullOrWhiteSpace(tail))
        {
            statement.Dispose();
            return null;
        }

        return new KeptStatement(database, statement);
    }

    /// <summary>Runs it to its end; how many rows it changed.</summary>
    public int Execute(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            while (Step())
            {
                // Rows that nobody asked for.
            }

            return raw.sqlite3_changes(database);
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>The first value of its first row; null when there is no row, or no value in it.</summary>
    public object? Scalar(ReadOnlySpan<object?> values)
    {
        try
        {
            Bind(values);
            if (!Step())
            {
                return null;
            }

            object? found = Value();
            while (!isReading && Step())
            {
                // A statement that changes rows and answers is run to its end.
            }

            return found;
        }
        finally
        {
            Reset();
        }
    }

    public void Dispose() => statement.Dispose();

    private object? Value() => raw.sqlite3_column_type(statement, 0) switch
    {
        raw.SQLITE_INTEGER => raw.sqlite3_column_int64(statement, 0),
        raw.SQLITE_TEXT => raw.sqlite3_column_text(statement, 0).utf8_to_string(),
        raw.SQLITE_BLOB => raw.sqlite3_column_blob(statement, 0).ToArray(),
        raw.SQLITE_FLOAT => raw.sqlite3_column_double(statement, 0),
        _ => null,
    };

    private bool Step()
    {
        int outcome = raw.sqlite3_step(statement);
        if (outcome == raw.SQLITE_ROW)
        {
            return true;
        }

        return outcome == raw.SQLITE_DONE ? false : throw Fault(outcome, database);
    }

    private void Bind(ReadOnlySpan<object?> values)
    {
        if (values.Length != places.Length)
        {
            throw new ArgumentException("a statement has as many values as parameters", nameof(values));
        }

        for (int i = 0; i < values.Length; i++)
        {
            Demand(Bind(places[i], values[i]), database);
        }
    }

    private int Bind(int place, object? value) => value switch
    {
        byte[] bytes => raw.sqlite3_bind_blob(statement, place, bytes),
        string text => raw.sqlite3_bind_text(statement, place, text),
        long number => raw.sqlite3_bind_int64(statement, place, number),
        int number => raw.sqlite3_bind_int64(statement, place, number),
        bool truth => raw.sqlite3_bind_int64(statement, place, truth ? 1 : 0),
        null => raw.sqlite3_bind_null(statement, place),
        _ => throw new ArgumentException("a value is bytes, a text, a whole number or null", nameof(value)),
    };

    // What went wrong was told by the step; nothing of a row's values stays behind.
    private void Reset()
    {
        _ = raw.sqlite3_reset(statement);
        _ = raw.sqlite3_clear_bindings(statement);
    }

    private static void Demand(int outcome, sqlite3 database)
    {
        if (outcome != raw.SQLITE_OK)
        {
            throw Fault(outcome, database);
        }
    }

    private static SqliteException Fault(int outcome, sqlite3 database) =>
        new(raw.sqlite3_errmsg(database).utf8_to_string(), outcome & 0xff, raw.sqlite3_extended_errcode(database));
}
