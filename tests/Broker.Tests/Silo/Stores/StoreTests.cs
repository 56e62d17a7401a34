using Broker.Silo.Storage;

namespace Broker.Tests.Silo.Stores;

/// <summary>What every store does, on each kind.</summary>
[Collection(PostgresCollection.Name)]
public sealed class StoreTests(PostgresServer server) : IDisposable
{
    private const string OnSqlite = "sqlite";
    private const string OnPostgres = "postgres";

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => PostgresServer.Missing is null ? [OnSqlite, OnPostgres] : [OnSqlite];

    public void Dispose() => folder.Dispose();

    [PostgresFact]
    public void Kinds_HaveBothStores_OrThisIsSkipped() => Assert.Equal(2, Kinds.Count);

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Writes_ThatFailAmongOthers_TakeNothingOfTheOthersWithThem(string kind)
    {
        await using IStore store = Open(kind);
        Task[] writes = [.. Enumerable.Range(0, 100).Select(i => store.WriteAsync(connection =>
        {
            Put(connection, $"k{i}");
            if (i % 10 == 3)
            {
                Put(connection, $"k{i}"); // the key is taken
            }
        }))];

        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(Enumerable.Range(0, 100).Where(i => i % 10 == 3), Enumerable.Range(0, 100).Where(i => writes[i].IsFaulted));
        Assert.Equal(90, Count(store));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Durable_IsCalledForWhatIsKeptAndInTheOrderOfTheTransactions(string kind)
    {
        await using IStore store = Open(kind);
        var (ran, durable) = (new List<int>(), new List<int>());
        Task[] writes = [.. Enumerable.Range(0, 200).Select(i => store.WriteAsync(
            connection =>
            {
                Put(connection, $"k{i - (i % 7 == 3 ? 1 : 0)}"); // of seven one finds its key taken
                ran.Add(i);
                return i;
            },
            durable.Add))];

        await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

        Assert.Equal(200 - 29, durable.Count);
        Assert.Equal(ran, durable);
        Assert.Equal(Enumerable.Range(0, 200).Where(i => i % 7 == 3), Enumerable.Range(0, 200).Where(i => writes[i].IsFaulted));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Durable_OfAWorkThatIsUndoneAlone_IsNotCalled(string kind)
    {
        await using IStore store = Open(kind);
        int called = 0;

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync<int>(_ => throw new InvalidOperationException("on purpose"), _ => called++));
        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(_ => 1, _ => throw new InvalidOperationException("on purpose")));
        Assert.Equal(2, await store.WriteAsync(_ => 2, _ => called++));

        Assert.Equal(1, called);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Has_SaysOfEachValueWhetherItIsThere(string kind)
    {
        await using IStore store = Open(kind);
        await store.WriteAsync(connection => Enumerable.Range(0, 90).Where(i => i % 3 == 0).ToList().ForEach(i => Put(connection, $"k{i}")));

        bool[] has = store.Read(connection => connection.Has("meta", "key", [.. Enumerable.Range(0, 90).Select(i => $"k{i}")]));

        Assert.Equal(Enumerable.Range(0, 90).Select(i => i % 3 == 0), has);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_ThatFailsAlone_IsUndoneWholeAndTheStoreGoesOn(string kind)
    {
        await using IStore store = Open(kind);
        var member = new Member();
        store.Join(member);

        await Assert.ThrowsAsync<InvalidOperationException>(() => store.WriteAsync(connection =>
        {
            Put(connection, "gone");
            throw new InvalidOperationException("on purpose");
        }));
        await store.WriteAsync(connection => Put(connection, "kept"));

        Assert.Equal((1, 1, 1, 0), (Count(store), member.CommittedGroups, member.RolledBackGroups, member.Openings));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Group_WhoseMemberFails_KeepsNothing(string kind)
    {
        await using IStore store = Open(kind);
        store.Join(new Member { Fails = true });

        await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "k")));
        StoreUnavailableException refused = await Assert.ThrowsAsync<StoreUnavailableException>(() => store.WriteAsync(connection => Put(connection, "k")));

        Assert.Contains("until a restart", refused.Message, StringComparison.Ordinal);
        Assert.Equal(0, Count(store));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Generation_RisesWithEachChangeOfItsContributionsAndTakesTheCells(string kind)
    {
        await using IStore store = Open(kind);
        var seen = new List<(long?, long?)>();
        foreach (string change in (string[])
        [
            "INSERT INTO contributions (partition, row, sealed) VALUES ($1, $2, $2)", "UPDATE contributions SET sealed = $1 WHERE row = $2",
            "UPDATE contributions SET partition = $2 WHERE partition = $1", "DELETE FROM contributions WHERE partition = $2 AND row <> $1",
            "INSERT INTO consents (name, entry, sealed) VALUES ($1, 1, $2)", "DELETE FROM consents WHERE name = $1 AND sealed = $2",
        ])
        {
            await store.WriteAsync(connection =>
            {
                connection.Execute("INSERT INTO cells (partition, vintage, ordinal, sealed) VALUES ($1, 'v', 1, $1), ($2, 'v', 1, $1) ON CONFLICT DO NOTHING", new byte[] { 1 }, new byte[] { 2 });
                connection.Execute(change, new byte[] { 1 }, new byte[] { 2 });
            });
            seen.Add(store.Read(connection => (connection.Number("SELECT sum(generation) FROM generations") ?? -1, connection.Number("SELECT count(*) FROM cells"))));
        }

        Assert.Equal([(1, 2), (1, 2), (3, 0), (4, 1), (6, 0), (8, 0)], seen);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Text_Sorts_ByItsBytes(string kind)
    {
        await using IStore store = Open(kind);
        await store.WriteAsync(connection =>
        {
            foreach (string key in (string[])["b", "a", "B", "_", "é"])
            {
                Put(connection, key);
            }
        });

        Assert.Equal(["B", "_", "a", "b", "é"], store.Read(connection => connection.Rows(row => row.GetString(0), "SELECT key FROM meta ORDER BY key")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Store_OfANewerBroker_IsRefused(string kind)
    {
        await using (IStore store = Open(kind))
        {
            await store.WriteAsync(connection => connection.Execute(kind == OnSqlite ? "PRAGMA user_version=99" : "UPDATE layout SET version = 99"));
        }

        Assert.Contains("newer broker", Assert.Throws<StoreUnavailableException>(() => Open(kind)).Message, StringComparison.Ordinal);
    }

    private IStore Open(string kind) => kind == OnPostgres
        ? new PostgresStore(server.Of(folder.Path), folder.Path)
        : new SqliteStore(Path.Combine(folder.Path, "broker.db"));

    private static long? Count(IStore store) => store.Read(connection => connection.Number("SELECT count(*) FROM meta"));

    private static void Put(StoreConnection connection, string key) => connection.Execute("INSERT INTO meta (key, value) VALUES ($1, 'v')", key);

    private sealed class Member : IGroupMember
    {
        public bool Fails { get; init; }

        public int CommittedGroups { get; private set; }

        public int RolledBackGroups { get; private set; }

        public int Openings { get; private set; }

        public void BeforeCommit(StoreConnection connection)
        {
            if (Fails)
            {
                throw new InvalidOperationException("on purpose");
            }
        }

        public void Committed() => CommittedGroups++;

        public void RolledBack() => RolledBackGroups++;

        public void Reopened() => Openings++;
    }
}
