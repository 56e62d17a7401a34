using Broker.Bench.Harness;
using SQLitePCL;

namespace Broker.Bench.Rows;

/// <summary>The same rows under the store's settings, written with one prepared statement and nothing around it.</summary>
internal sealed class BareStore : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt insert;
    private readonly byte[] content;

    /// <param name="path">The database.</param>
    /// <param name="bytes">Of a row; null: as <see cref="StoreRow"/> has.</param>
    internal BareStore(string path, int? bytes = null)
    {
        content = bytes is { } length ? Inputs.Bytes(length) : StoreRow.Sealed;
        Batteries_V2.Init();
        Demand(raw.sqlite3_open(path, out database));
        Demand(raw.sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON; PRAGMA foreign_keys=ON;"));
        Demand(raw.sqlite3_exec(database, StoreRow.Table));
        Demand(raw.sqlite3_prepare_v2(database, StoreRow.Insert, out insert));
    }

    public void Dispose()
    {
        insert.Dispose();
        database.Dispose();
    }

    internal void Write(int rows, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Demand(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
            for (int row = 0; row < rows; row++)
            {
                WriteRow();
            }

            Demand(raw.sqlite3_exec(database, "COMMIT"));
        }
    }

    private static void Demand(int outcome) => Sink.Demand(outcome == raw.SQLITE_OK, "the bare store");

    private void WriteRow()
    {
        Demand(raw.sqlite3_bind_text(insert, 1, StoreRow.NewId()));
        Demand(raw.sqlite3_bind_text(insert, 2, StoreRow.Depositor));
        Demand(raw.sqlite3_bind_blob(insert, 3, content));
        Sink.Demand(raw.sqlite3_step(insert) == raw.SQLITE_DONE, "an insert");
        Demand(raw.sqlite3_reset(insert));
    }
}
