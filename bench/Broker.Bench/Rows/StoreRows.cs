using Broker.Bench.Harness;
using Broker.Silo.Storage;

namespace Broker.Bench.Rows;

/// <summary>Durable writes of sealed records: the silo's store, beside the same statements without it.</summary>
internal static class StoreRows
{
    internal static IEnumerable<Row> All()
    {
        // Beside the program and not in the folder for temporary files, which may be memory: fsync has to mean something.
        string folder = Path.Combine(AppContext.BaseDirectory, "store");
        foreach (int rows in (int[])[1, 50])
        {
            if (Directory.Exists(folder))
            {
                Directory.Delete(folder, recursive: true); // of a run that was broken off
            }

            Directory.CreateDirectory(folder);
            var store = new SqliteStore(Path.Combine(folder, "store.db"));
            store.WriteAsync(connection => connection.Execute(StoreRow.Table)).GetAwaiter().GetResult();
            var bare = new BareStore(Path.Combine(folder, "bare.db"));
            yield return new Row(
                $"SQLite, synchronous=FULL, a row of 2 KB, {rows} a commit",
                new Work(times => Write(store, rows, times), rows) { UsesOtherThreads = true },
                "the bare statement loop", new Work(times => bare.Write(rows, times), rows)) { WaitsForADisk = true };
            bare.Dispose();
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
            Directory.Delete(folder, recursive: true);
        }
    }

    private static void Write(SqliteStore store, int rows, int times)
    {
        for (int i = 0; i < times; i++)
        {
            store.WriteAsync(connection => WriteRows(connection, rows)).GetAwaiter().GetResult();
        }
    }

    private static void WriteRows(StoreConnection connection, int rows)
    {
        for (int row = 0; row < rows; row++)
        {
            connection.Execute(StoreRow.Insert, StoreRow.NewId(), StoreRow.Depositor, StoreRow.Sealed);
        }
    }
}
