using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Tests.Silo.Publishing;

/// <summary>Makes a running silo fail at a step, with means of SQLite on the silo's own connection: nothing in the product knows of it.</summary>
internal sealed class PublishFaults
{
    private delegate_commit? hook; // the native side holds no reference
    private PublishStep armed;
    private string written = "";

    public static async Task<PublishFaults> AttachAsync(SiloHost silo)
    {
        var faults = new PublishFaults();
        await silo.Store.WriteAsync(connection => faults.Attach(connection.Sqlite()));
        return faults;
    }

    /// <summary>How often the armed fault came about.</summary>
    public int Struck { get; private set; }

    public void Arm(PublishStep step) => (armed, written, Struck) = (step, "", 0);

    private void Attach(SqliteConnection connection)
    {
        connection.CreateFunction("appended", () => Strike(armed == PublishStep.Append));
        connection.CreateFunction("stored", (string path) =>
        {
            written = path;
            return Strike((armed == PublishStep.Sign && path == "signed") || (armed == PublishStep.Publish && path == "checkpoint"));
        });
        // Of this connection only, and gone with it.
        connection.Execute("CREATE TEMP TRIGGER appended AFTER INSERT ON main.log_entries BEGIN SELECT appended(); END");
        connection.Execute("CREATE TEMP TRIGGER stored AFTER INSERT ON main.log_files BEGIN SELECT stored(NEW.path); END");
        connection.Execute("CREATE TEMP TRIGGER stored_anew AFTER UPDATE ON main.log_files BEGIN SELECT stored(NEW.path); END");
        hook = _ =>
        {
            bool fails = (armed == PublishStep.CommitOfTheSigned && written == "signed") || (armed == PublishStep.CommitOfThePublished && written == "checkpoint");
            Struck += fails ? 1 : 0;
            return fails ? 1 : 0;
        };
        raw.sqlite3_commit_hook(connection.Handle, hook, null);
    }

    private long Strike(bool now)
    {
        Struck += now ? 1 : 0;
        return now ? throw new InvalidOperationException("on purpose") : 0L;
    }
}
