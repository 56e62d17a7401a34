using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;
using Broker.Tests.Silo.Stores;
using Microsoft.Data.Sqlite;
using Orleans.Runtime;

namespace Broker.Tests.Silo;

/// <summary>The registry of sealed columns, held against everything that a silo writes.</summary>
public sealed class SealedColumnsTests : IDisposable
{
    private static readonly DateOnly Day = new(2013, 1, 10);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Store_AfterEverythingHappened_HasNoSealedValueOutsideOfTheRegistry()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        byte[] epoch = Encoding.ASCII.GetBytes(silo.Vault.CurrentEpoch.Id.ToString());

        HashSet<string> found = [];
        foreach ((string table, string column) in Columns(silo))
        {
            if (silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table} WHERE typeof({column}) = 'blob' AND substr({column}, 1, 8) = $1", epoch)) > 0)
            {
                found.Add($"{table}.{column}");
            }
        }

        // Equal in both directions: the scenario leaves none out, so that a column that it does not fill can't hide.
        Assert.Equal(SealedColumns.All.Select(column => $"{column.Table}.{column.Column}").Order(StringComparer.Ordinal), found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task BoundColumns_HoldAKeyOfTheTableAndEachOfThemMakesAnotherPlace()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        foreach (SealedColumn column in SealedColumns.All)
        {
            Assert.Contains(Keys(silo, column.Table), key => key.All(column.Bound.Contains));
            object[] values = [.. column.Bound.Select((_, i) => (object)$"a{i}/b")];
            string place = column.Place(values);
            for (int i = 0; i < values.Length; i++)
            {
                object[] other = [.. values];
                other[i] = "c";
                Assert.NotEqual(place, column.Place(other));
            }
        }
    }

    [Fact]
    public async Task Specification_NamesEachColumnAndTheIndexFindsItsRows()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        string specification = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "specs", "vault.md"));
        foreach (SealedColumn column in SealedColumns.All)
        {
            Assert.Contains($"`{column.Table}.{column.Column}`", specification, StringComparison.Ordinal);
            if (column.IsWalked)
            {
                continue;
            }

            string plan = silo.Store.Read(connection => connection.Rows(
                row => row.GetString(3), $"EXPLAIN QUERY PLAN SELECT {column.Bound[0]} FROM {column.Table} WHERE substr({column.Column}, 1, 8) = $1", new byte[8]))[0];
            Assert.Contains($"{column.Table}_{column.Column}_by_epoch", plan, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Place_OfTextsThatHoldSlashes_IsNotTheirNeighbours()
    {
        Assert.Equal("releases.sealed/CAF%2F2013-01%2Ffinal/public/7/ab", SealedColumns.Releases.Place("CAF/2013-01/final", "public", 7L, "ab"));
        Assert.NotEqual(SealedColumns.Releases.Place("a/b", "c", 7L, "d"), SealedColumns.Releases.Place("a", "b/c", 7L, "d"));
        Assert.Equal("accounts.sealed/0aff/1", SealedColumns.Accounts.Place(new byte[] { 10, 255 }, 1));
        Assert.Throws<ArgumentException>(() => SealedColumns.Accounts.Place("only one"));
    }

    [Fact]
    public async Task SealedValues_MovedToAnyOtherRowColumnOrTable_DoNotOpen()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        (string Place, byte[] Value)[] all = [.. Values(silo).DistinctBy(value => value.Place)];
        Assert.True(all.Length > 40);

        foreach ((string place, byte[] value) in all)
        {
            Assert.NotEmpty(silo.Vault.OpenAtRest(place, value));
            Assert.All(all.Where(other => other.Place != place), other => Assert.Throws<DamagedStoreException>(() => silo.Vault.OpenAtRest(other.Place, value)));
        }
    }

    [Fact]
    public async Task Rewrap_AtAnEpochsEnd_LeavesNothingUnderItAnywhereInTheFiles()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        byte[][] before = [.. Values(silo).Select(value => value.Value)];

        long snapshots = Snapshots(silo);

        EpochId old = await TestEpochs.EndAsync(silo);

        // Snapshots of cells are caches and go.
        Assert.Equal(0, Snapshots(silo));
        Assert.Equal(before.Length - snapshots, Values(silo).Count());
        Assert.All(Values(silo), value => Assert.True(VaultService.IsUnderEpoch(value.Value, silo.Vault.CurrentEpoch.Id)));
        using StolenFolder stolen = StolenFolder.Of(folder.Path);
        Assert.All(before, value => Assert.False(stolen.Holds(value.AsSpan(8, 24))));

        // What is left of the old epoch's name is public: entries of the log, the note that nobody has replaced yet, and the store's record of
        // the ring that was logged last (a digest stands before the name).
        byte[] name = Encoding.ASCII.GetBytes(old.ToString());
        Assert.All(stolen.DatabaseFiles().SelectMany(file => Before(file, name)), text => Assert.Matches("^(epoch |[0-9a-f]{5} )$", text));
    }

    [Fact]
    public async Task Rewrap_InSmallBatches_DoesEachValueOnceAndSaysWhenItIsDone()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        long values = Values(silo).Count() - Snapshots(silo);
        EpochId old = await TestEpochs.RotateAsync(silo);

        int done = 0;
        int batch;
        while ((batch = await silo.Store.ShredAsync(connection => SealedColumns.Rewrap(connection, silo.Vault, old, 7))) > 0)
        {
            Assert.InRange(batch, 1, 7);
            done += batch;
        }

        Assert.Equal(values, done);
        Assert.Equal(0, await TestEpochs.RewrapAsync(silo, old));
    }

    [Fact]
    public async Task Rewrap_WithAWalkThatCameFurtherThanWhatWasKept_FindsTheRestAllTheSame()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        long values = Values(silo).Count() - Snapshots(silo);
        EpochId old = await TestEpochs.RotateAsync(silo);
        var walk = new EpochWalk();

        // All of it was done once and not kept.
        await Assert.ThrowsAsync<InvalidOperationException>(() => silo.Store.ShredAsync<int>(connection =>
            throw new InvalidOperationException($"{SealedColumns.Rewrap(connection, silo.Vault, old, 10_000, walk)} on purpose")));
        int done = 0;
        int batch;
        while ((batch = await silo.Store.ShredAsync(connection => SealedColumns.Rewrap(connection, silo.Vault, old, 3, walk))) > 0)
        {
            done += batch;
        }

        Assert.Equal(values, done);
        Assert.Equal(0, await TestEpochs.RewrapAsync(silo, old));
    }

    [Fact]
    public async Task Rewrap_OfADamagedValue_IsRefusedAndChangesNothing()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE data_keys SET sealed = CAST(substr(sealed, 1, 8) || zeroblob(72) AS BLOB) WHERE record = (SELECT min(record) FROM data_keys)"));
        byte[][] before = [.. Values(silo).Select(value => value.Value)];
        EpochId old = await TestEpochs.RotateAsync(silo);

        await Assert.ThrowsAsync<DamagedStoreException>(() => silo.Store.ShredAsync(connection => SealedColumns.Rewrap(connection, silo.Vault, old, 10_000)));

        Assert.Equal(before, Values(silo).Select(value => value.Value));
    }

    [Fact]
    public async Task Rewrap_WithADamagedSnapshotOfCells_DropsItAndGoesOn()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        await LiveAsync(silo);
        await silo.Store.WriteAsync(connection => connection.Execute(
            "INSERT OR REPLACE INTO cells (partition, vintage, ordinal, sealed) SELECT x'00', 'final', 1, CAST(substr(sealed, 1, 8) || zeroblob(72) AS BLOB) FROM data_keys LIMIT 1"));
        EpochId old = await TestEpochs.RotateAsync(silo);

        await silo.Store.ShredAsync(connection => SealedColumns.Rewrap(connection, silo.Vault, old, 10_000));

        Assert.Equal(0, Snapshots(silo));
        Assert.All(Values(silo), value => Assert.True(VaultService.IsUnderEpoch(value.Value, silo.Vault.CurrentEpoch.Id)));
    }

    [Fact]
    public async Task Silo_AfterAnEpochsEnd_AnswersAsBefore()
    {
        await using SiloHost silo = await SiloHost.StartAsync(folder.Path);
        Life life = await LiveAsync(silo);
        byte[] briefing = (await silo.RequestAsync(life.Requester, "2013-01")).Briefing!.Json;
        StatusOutcome before = await StatusAsync(silo, life.Depositor);

        await TestEpochs.EndAsync(silo);

        Assert.Equal(briefing, (await silo.RequestAsync(life.Requester, "2013-01")).Briefing!.Json);
        Assert.Equivalent(before, await StatusAsync(silo, life.Depositor));
        DepositOutcome again = await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{life.Depositor.Id}/0")
            .Deposit(silo.Sign(life.Depositor, "/deposits", life.Batch), "first");
        Assert.Equivalent(life.Answer, again);
        Assert.Equal(0, silo.Store.Read(connection => connection.Number("SELECT count(*) FROM records WHERE state = 0 AND NOT EXISTS (SELECT 1 FROM data_keys WHERE data_keys.record = records.record)")));
    }

    /// <summary>
    /// A scenario that leaves a value in every sealed column: what a silo only holds between two steps is held there by triggers that
    /// fail the second one, as a crash would.
    /// </summary>
    private static async Task<Life> LiveAsync(SiloHost silo)
    {
        await silo.ActivatePolicyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        var limited = new TestObservation("s2", Day) { Caveats = new("public", [], [], null, 3650, NoNarrative: true) };
        (RecordId withdrawn, byte[] third) = depositor.Seal(silo.Vault, new TestObservation("s3", Day));
        byte[] batch = DepositPackage.EncodeBatch(
        [
            depositor.Seal(silo.Vault, new TestObservation("s1", Day)).Package, depositor.Seal(silo.Vault, limited).Package, third,
            .. Enumerable.Range(4, 8).Select(i => depositor.Seal(silo.Vault, new TestObservation($"s{i}", Day.AddDays(28 * (i % 3)))).Package),
        ]);
        IDepositorGrain grain = silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0");
        DepositOutcome answer = await grain.Deposit(silo.Sign(depositor, "/deposits", batch), "first");
        Assert.All(answer.Lines, line => Assert.Equal("accepted", line.Code));
        await ConsentAsync(silo, depositor);
        await silo.Service<GrainStateStore>().WriteStateAsync("state", GrainId.Create("test", "one"), new GrainStateUnderTest { State = new GrainTally { Total = 1 } });
        await silo.AdvanceAsync("2013-02-21");
        Assert.Equal("ok", (await silo.RequestAsync(requester, "2013-01")).Outcome.Code);
        Assert.Equal("ok", (await grain.Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {withdrawn}\n"))).Outcome.Code);
        await silo.AdvanceAsync("2013-02-26");
        await silo.AdvanceAsync("2013-02-27"); // a round that finds the third block's book as it was: it is kept

        await BlockAsync(silo, "unpublished BEFORE UPDATE OF published ON measured");
        await silo.AdvanceAsync("2013-03-21");
        (RecordId waiting, byte[] package) = depositor.Seal(silo.Vault, new TestObservation("s20", Day.AddDays(80)));
        Assert.Equal("ok", (await silo.DepositAsync(depositor, "second", package)).Outcome.Code);
        await LeftInOutbox.PutAsync(silo, waiting);
        return new Life(depositor, requester, batch, answer);
    }

    /// <summary>The columns of each key that the table has. A data key has its record's, which the table of records keeps unique.</summary>
    private static List<string[]> Keys(SiloHost silo, string table) => silo.Store.Read(connection => (List<string[]>)
    [
        [.. connection.Rows(row => row.GetString(0), $"SELECT name FROM pragma_table_info('{table}') WHERE pk > 0")],
        .. connection.Rows(row => row.GetString(0), $"SELECT name FROM pragma_index_list('{(table == "data_keys" ? "records" : table)}') WHERE \"unique\" = 1 AND origin = 'u'")
            .Select(index => connection.Rows(row => row.GetString(0), $"SELECT name FROM pragma_index_info('{index}')").ToArray()),
    ]);

    private static async Task ConsentAsync(SiloHost silo, TestAccount depositor)
    {
        string first = (await silo.Grains.GetGrain<IPolicyGrain>("policy/CAF").Active()).Revision;
        Broker.Briefings.ConsentTerms terms = ConsentScene.Terms(first, await silo.ActivatePolicyAsync(ConsentScene.WithFrance));
        byte[] note = NoteText.Sign(terms.Text($"{silo.Vault.Origin}/consent/v1"), depositor.Id.ToString(), depositor.Signing);
        string body = $"consent/1\ncountry CAF\nfrom {terms.From}\nto {terms.To}\nafter none\nnote {Convert.ToBase64String(note)}\n";
        Assert.Equal("ok", (await silo.Grains.GetGrain<IConsentGrain>($"consent/CAF/{depositor.Id}").Give(silo.Sign(depositor, "/policies/CAF/consents", body))).Outcome.Code);
    }

    private static async Task BlockAsync(SiloHost silo, string trigger) =>
        await silo.Store.WriteAsync(connection => connection.Execute($"CREATE TRIGGER {trigger} BEGIN SELECT RAISE(ABORT, 'blocked'); END"));

    private static async Task<StatusOutcome> StatusAsync(SiloHost silo, TestAccount depositor) =>
        await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""));

    private static List<(string Table, string Column)> Columns(SiloHost silo) => silo.Store.Read(connection => connection.Rows(
        row => (row.GetString(0), row.GetString(1)),
        "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table' ORDER BY 1, 2"));

    /// <summary>Every value of the registered columns with its place.</summary>
    private static IEnumerable<(string Place, byte[] Value)> Values(SiloHost silo) => SealedColumns.All.SelectMany(column => silo.Store.Read(connection => connection.Rows(
        row =>
        {
            object[] values = new object[column.Bound.Count + 1];
            row.GetValues(values);
            return (column.Place(values.AsSpan(..^1)), (byte[])values[^1]);
        },
        $"SELECT {string.Join(", ", column.Bound)}, {column.Column} FROM {column.Table} WHERE {column.Column} IS NOT NULL ORDER BY {string.Join(", ", column.Bound)}")));

    /// <summary>The six characters before each place where the bytes lie.</summary>
    private static IEnumerable<string> Before(byte[] file, byte[] bytes)
    {
        for (int at = file.AsSpan().IndexOf(bytes); at >= 0;)
        {
            yield return Encoding.Latin1.GetString(file, Math.Max(0, at - 6), Math.Min(6, at));
            int next = file.AsSpan(at + 1).IndexOf(bytes);
            at = next < 0 ? -1 : at + 1 + next;
        }
    }

    private static long Snapshots(SiloHost silo) => silo.Store.Read(connection => connection.Number("SELECT count(*) FROM cells") ?? 0);

    private sealed record Life(TestAccount Depositor, TestAccount Requester, byte[] Batch, DepositOutcome Answer);
}
