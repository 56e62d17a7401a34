using System.Text;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans;
using Orleans.Hosting;
using Orleans.Runtime;
using Orleans.Storage;

namespace Broker.Tests.Silo.Stores;

/// <summary>States of grains in the silo's store, on each kind of store.</summary>
[Collection(PostgresCollection.Name)]
public sealed class GrainStateStoreTests(PostgresServer server) : IDisposable
{
    private const string OnPostgres = "postgres";
    private const string Name = "tally";
    private const string Canary = "canary-77c0";
    private static readonly GrainId Grain = GrainId.Create("test", "tally/one");

    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Kinds => StoreTests.Kinds;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task State_AfterARestart_IsTheOneThatWasWrittenLast(string kind)
    {
        TestAccount @operator = TestAccount.New("operator");
        var written = new GrainStateUnderTest();
        await using (SiloHost silo = await StartAsync(kind, @operator))
        {
            await WriteAsync(silo, written, 1);
            await WriteAsync(silo, written, 2);
        }

        await using SiloHost again = await StartAsync(kind, @operator);
        GrainStateUnderTest read = await ReadAsync(again);
        Assert.Equal((2, true, written.ETag), (read.State.Total, read.RecordExists, read.ETag));
        await WriteAsync(again, read, 3);
        Assert.Equal(3, (await ReadAsync(again)).State.Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Write_OfAVersionThatIsNotTheStoredOne_IsAConflictAndChangesNothing(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        var first = new GrainStateUnderTest();
        await WriteAsync(silo, first, 1);
        GrainStateUnderTest second = await ReadAsync(silo);
        await WriteAsync(silo, second, 2);

        InconsistentStateException conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(silo, first, 3));
        InconsistentStateException cleared = await Assert.ThrowsAsync<InconsistentStateException>(() => Storage(silo).ClearStateAsync(Name, Grain, first));
        InconsistentStateException twice = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(silo, new GrainStateUnderTest(), 4));

        Assert.Equal((second.ETag, first.ETag), (conflict.StoredEtag, conflict.CurrentEtag));
        Assert.Equal((second.ETag, first.ETag), (cleared.StoredEtag, cleared.CurrentEtag));
        Assert.Equal((second.ETag, null), (twice.StoredEtag, twice.CurrentEtag));
        Assert.Equal(2, (await ReadAsync(silo)).State.Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task State_ThatWasCleared_IsNewAndTakesNoEarlierVersion(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        var state = new GrainStateUnderTest();
        await Storage(silo).ClearStateAsync(Name, Grain, state); // there is nothing: no conflict
        await WriteAsync(silo, state, 1);
        GrainStateUnderTest stale = await ReadAsync(silo);

        await Storage(silo).ClearStateAsync(Name, Grain, state);
        GrainStateUnderTest read = await ReadAsync(silo, new GrainStateUnderTest { State = new GrainTally { Total = 9 }, ETag = "old", RecordExists = true });
        InconsistentStateException gone = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(silo, stale, 2));
        await WriteAsync(silo, state, 3);
        InconsistentStateException anew = await Assert.ThrowsAsync<InconsistentStateException>(() => WriteAsync(silo, stale, 4));

        Assert.Equal((0, false, null), (read.State.Total, read.RecordExists, read.ETag));
        Assert.Equal((null, state.ETag), (gone.StoredEtag, anew.StoredEtag));
        Assert.Equal(3, (await ReadAsync(silo)).State.Total);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Writers_OfOneVersionAtOnce_ExactlyOneWins(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        foreach (string? version in new[] { null, await FirstAsync(silo) })
        {
            GrainId grain = version is null ? GrainId.Create("test", "raced") : Grain;
            GrainStateUnderTest[] racers = [.. Enumerable.Range(0, 32).Select(i => new GrainStateUnderTest { ETag = version, State = new GrainTally { Total = i } })];

            Task[] writes = [.. racers.Select(racer => Task.Run(() => Storage(silo).WriteStateAsync(Name, grain, racer)))];
            await Task.WhenAll(writes.Select(write => write.ContinueWith(_ => { }, TaskScheduler.Default)));

            int winner = Array.FindIndex(writes, write => write.IsCompletedSuccessfully);
            Assert.All(writes.Where((_, i) => i != winner), write => Assert.IsType<InconsistentStateException>(write.Exception!.InnerException));
            var read = new GrainStateUnderTest();
            await Storage(silo).ReadStateAsync(Name, grain, read);
            Assert.Equal(winner, read.State.Total);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Key_IsTheFullGrainIdAndTheNameOfTheState(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        (GrainId Grain, string State)[] keys =
        [
            (GrainId.Create("test", "a"), "x"), (GrainId.Create("test", "a"), "y"), (GrainId.Create("test", "a/x"), "x"),
            (GrainId.Create("other", "a"), "x"), (GrainId.Create("test", "A"), "x"), (GrainId.Create("test", "0a"), "x"),
        ];
        for (int i = 0; i < keys.Length; i++)
        {
            await Storage(silo).WriteStateAsync(keys[i].State, keys[i].Grain, new GrainStateUnderTest { State = new GrainTally { Total = i } });
        }

        for (int i = 0; i < keys.Length; i++)
        {
            var read = new GrainStateUnderTest();
            await Storage(silo).ReadStateAsync(keys[i].State, keys[i].Grain, read);
            Assert.Equal(i, read.State.Total);
        }
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Row_TellsNeitherContentNorGrain_AndOpensInItsPlaceOnly(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        var state = new GrainStateUnderTest { State = new GrainTally { Word = Canary } };
        await Storage(silo).WriteStateAsync(Name, Grain, state);
        (string Grain, byte[] Value) before = Row(silo);
        Assert.DoesNotContain("tally/one", before.Grain, StringComparison.Ordinal);
        Assert.True(before.Value.AsSpan().IndexOf(Encoding.ASCII.GetBytes(Canary)) < 0);

        // An older value under the newer version: the row is somebody's work.
        await WriteAsync(silo, state, 2);
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE grain_state SET sealed = $1", before.Value));

        await Assert.ThrowsAsync<DamagedStoreException>(() => ReadAsync(silo));
    }

    [Fact]
    public async Task Row_ThatIsNotOfItsType_IsDamageAndIsNotQuoted()
    {
        await using SiloHost silo = await StartAsync("sqlite");
        GrainStateUnderTest state = new();
        await WriteAsync(silo, state, 1);
        string grain = Row(silo).Grain;
        foreach (string text in (string[])[$"{{\"{Canary}\":1}}", $"\"{Canary}\"", "null", "{\"Total\":1,\"Total\":2}", "{"])
        {
            byte[] value = silo.Vault.SealAtRest(SealedColumns.GrainStates.Place(grain, Name, state.ETag!), Encoding.UTF8.GetBytes(text));
            await silo.Store.WriteAsync(connection => connection.Execute("UPDATE grain_state SET sealed = $1", value));

            Assert.DoesNotContain(Canary, (await Assert.ThrowsAsync<DamagedStoreException>(() => ReadAsync(silo))).ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task State_LargerThanTheLimit_IsNotWritten()
    {
        await using SiloHost silo = await StartAsync("sqlite");
        var state = new GrainStateUnderTest { State = new GrainTally { Word = new string('a', GrainStateStore.LargestState) } };

        await Assert.ThrowsAsync<InvalidOperationException>(() => Storage(silo).WriteStateAsync(Name, Grain, state));

        Assert.False((await ReadAsync(silo)).RecordExists);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Grain_WhoseStateSomebodyElseWrote_FailsOnceAndReadsItAgain(string kind)
    {
        await using SiloHost silo = await StartAsync(kind);
        using IHost engine = Engine(silo);
        await engine.StartAsync();
        ITallyGrain grain = engine.Services.GetRequiredService<IGrainFactory>().GetGrain<ITallyGrain>("tally/one");
        GrainId id = GrainId.Create("test.tally", "tally/one");
        Assert.Equal(5, await grain.Add(5));
        var other = new GrainStateUnderTest();
        await Storage(silo).ReadStateAsync(Name, id, other);
        other.State.Total = 100;
        await Storage(silo).WriteStateAsync(Name, id, other);

        InconsistentStateException conflict = await Assert.ThrowsAsync<InconsistentStateException>(() => grain.Add(1));

        Assert.Equal(other.ETag, conflict.StoredEtag);
        Assert.Equal(101, await grain.Add(1));
        await grain.Clear();
        Assert.Equal(7, await grain.Add(7));
        await engine.StopAsync();
    }

    private static IGrainStorage Storage(SiloHost silo) => silo.Service<IServiceProvider>().GetRequiredKeyedService<IGrainStorage>(GrainStateStore.Name);

    private static IHost Engine(SiloHost silo)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Services.AddEmbeddedSilo(options => options.GrainAssemblies.Add(typeof(TallyGrain).Assembly));
        builder.Services.AddKeyedSingleton(GrainStateStore.Name, Storage(silo));
        return builder.Build();
    }

    private static async Task<string?> FirstAsync(SiloHost silo)
    {
        var first = new GrainStateUnderTest();
        await WriteAsync(silo, first, 0);
        return first.ETag;
    }

    private static Task WriteAsync(SiloHost silo, GrainStateUnderTest state, long total)
    {
        state.State.Total = total;
        return Storage(silo).WriteStateAsync(Name, Grain, state);
    }

    private static async Task<GrainStateUnderTest> ReadAsync(SiloHost silo, GrainStateUnderTest? into = null)
    {
        into ??= new GrainStateUnderTest();
        await Storage(silo).ReadStateAsync(Name, Grain, into);
        return into;
    }

    private static (string Grain, byte[] Value) Row(SiloHost silo) =>
        silo.Store.Read(connection => connection.Rows(row => (row.GetString(0), row.Bytes(1)), "SELECT grain, sealed FROM grain_state"))[0];

    private async Task<SiloHost> StartAsync(string kind, TestAccount? @operator = null) => await SiloHost.StartAsync(
        folder.Path, @operator, options => options.Postgres = kind == OnPostgres ? server.Of(folder.Path) : "");
}
