using Broker.Silo.Storage;
using Microsoft.Data.Sqlite;

namespace Broker.Tests.Silo.Stores;

/// <summary>The embedded store beside another program that holds its file, as an operator's shell can.</summary>
public sealed class BusyFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Database => Path.Combine(folder.Path, "broker.db");

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Write_WhileAnotherProgramHoldsTheFile_IsRefusedAsBusyAndTheNextOneIsKept()
    {
        await new SqliteStore(Database).DisposeAsync();
        using SqliteStoreConnection own = Open();
        await using var loop = new WriterLoop(new SqliteWriter(own));
        StoreUnavailableException refused;
        using (SqliteStoreConnection other = Open())
        {
            other.Execute("BEGIN IMMEDIATE");
            refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => loop.EnqueueAsync(connection => Put(connection, "k1"), shreds: false));
            other.Execute("ROLLBACK");
        }

        await loop.EnqueueAsync(connection => Put(connection, "k2"), shreds: false);

        Assert.True(refused.IsBusy);
        Assert.False(loop.HasStopped);
        Assert.Equal(["k2"], own.Rows(row => row.GetString(0), "SELECT key FROM meta"));
    }

    private SqliteStoreConnection Open()
    {
        var connection = new SqliteConnection($"Data Source={Database};Pooling=False;Default Timeout=1");
        connection.Open();
        connection.Execute("PRAGMA busy_timeout=50");
        return new SqliteStoreConnection(connection);
    }

    private static int Put(StoreConnection connection, string key) => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, 'v')", key);
}
