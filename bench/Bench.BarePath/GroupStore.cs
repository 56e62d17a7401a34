using System.Threading.Channels;
using SQLitePCL;

namespace Bench.BarePath;

/// <summary>One writer, one prepared statement, one transaction for whatever waits, at most 256 rows; the broker's own settings of SQLite.</summary>
internal sealed class GroupStore : IDisposable
{
    private const int MostInAGroup = 256;
    private const int MostWaiting = 4096;

    private readonly Channel<(byte[] Body, TaskCompletionSource<long> Done)> waiting =
        Channel.CreateBounded<(byte[] Body, TaskCompletionSource<long> Done)>(new BoundedChannelOptions(MostWaiting) { SingleReader = true });

    private readonly sqlite3 database;
    private readonly sqlite3_stmt insert;
    private readonly Thread writer;

    internal GroupStore(string path)
    {
        Batteries_V2.Init();
        Demand(raw.sqlite3_open(path, out database));
        Demand(raw.sqlite3_exec(database, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;"));
        Demand(raw.sqlite3_exec(database, "CREATE TABLE IF NOT EXISTS records (id INTEGER PRIMARY KEY, body BLOB NOT NULL)"));
        Demand(raw.sqlite3_prepare_v2(database, "INSERT INTO records (body) VALUES (?1)", out insert));
        writer = new Thread(Write) { IsBackground = true, Name = "writer" };
        writer.Start();
    }

    public void Dispose()
    {
        waiting.Writer.Complete();
        writer.Join();
        insert.Dispose();
        database.Dispose();
    }

    internal async Task<long> WriteAsync(byte[] body)
    {
        var done = new TaskCompletionSource<long>(TaskCreationOptions.RunContinuationsAsynchronously);
        await waiting.Writer.WriteAsync((body, done));
        return await done.Task;
    }

    private static void Demand(int outcome)
    {
        if (outcome is not (raw.SQLITE_OK or raw.SQLITE_DONE))
        {
            throw new InvalidOperationException("the bare store did not work");
        }
    }

    private void Write()
    {
        var group = new List<(TaskCompletionSource<long> Done, long Row)>(MostInAGroup);
        while (waiting.Reader.WaitToReadAsync().AsTask().GetAwaiter().GetResult())
        {
            Demand(raw.sqlite3_exec(database, "BEGIN IMMEDIATE"));
            while (group.Count < MostInAGroup && waiting.Reader.TryRead(out (byte[] Body, TaskCompletionSource<long> Done) one))
            {
                Demand(raw.sqlite3_bind_blob(insert, 1, one.Body));
                Demand(raw.sqlite3_step(insert));
                Demand(raw.sqlite3_reset(insert));
                group.Add((one.Done, raw.sqlite3_last_insert_rowid(database)));
            }

            Demand(raw.sqlite3_exec(database, "COMMIT"));
            foreach ((TaskCompletionSource<long> done, long row) in group)
            {
                done.SetResult(row);
            }

            group.Clear();
        }
    }
}
