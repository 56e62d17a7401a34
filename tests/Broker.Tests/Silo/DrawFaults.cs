using System.Collections.Concurrent;
using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Silo.Releases;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Broker.Tests.Silo;

/// <summary>
/// Makes writes of a running silo fail at a chosen moment, with means of SQLite on the silo's own connection: nothing in the product knows of it.
/// </summary>
internal sealed class DrawFaults
{
    private delegate_commit? hook; // the native side holds no reference
    private DrawFault armed;
    private bool drawn;

    /// <summary>Digests of noisy tables that were drawn, in the order of the draws, whether they became durable or not.</summary>
    public ConcurrentQueue<string> Drawn { get; } = [];

    public static async Task<DrawFaults> AttachAsync(SiloHost silo)
    {
        var faults = new DrawFaults();
        await silo.Store.WriteAsync(connection => faults.Attach(connection.Sqlite(), silo.Vault));
        return faults;
    }

    public void Arm(DrawFault fault) => (armed, drawn) = (fault, false);

    private void Attach(SqliteConnection connection, VaultService vault)
    {
        connection.CreateFunction("drawn", (string country, long ordinal, string vintage, string revision, byte[] stored) =>
        {
            byte[] table = vault.OpenAtRest(SealedColumns.MeasuredTables.Place(country, ordinal, vintage, revision), stored);
            Drawn.Enqueue(Convert.ToHexStringLower(SHA256.HashData(table)));
            drawn = true;
            return armed == DrawFault.StatementAfterTheDraw ? throw new InvalidOperationException("on purpose") : 0L;
        });
        connection.CreateFunction("published", () => armed == DrawFault.Publication ? throw new InvalidOperationException("on purpose") : 0L);
        // Of this connection only, and gone with it.
        connection.Execute("CREATE TEMP TRIGGER after_draw AFTER INSERT ON main.measured BEGIN SELECT drawn(NEW.country, NEW.ordinal, NEW.vintage, NEW.revision, NEW.sealed); END");
        connection.Execute("CREATE TEMP TRIGGER at_publication AFTER UPDATE OF published ON main.measured BEGIN SELECT published(); END");
        hook = _ => armed == DrawFault.CommitAfterTheDraw && drawn ? 1 : 0;
        raw.sqlite3_commit_hook(connection.Handle, hook, null);
    }
}
