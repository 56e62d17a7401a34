using System.Text;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Deposits;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A record with a retention of N days is shredded on the N-th day after the day of its deposit.</summary>
public sealed class RetentionTests : IDisposable
{
    private const string CutOff = "2013-02-18";
    private static readonly DateOnly Day = new(2013, 1, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Record_OnTheLastDayOfItsRetention_IsKeptAndOnTheNextIsShredded()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId limited = await DepositAsync(silo, depositor, "k1", 30);
        RecordId unlimited = await DepositAsync(silo, depositor, "k2", null);
        byte[] key = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM data_keys WHERE record = $1", limited.ToString()))!;

        await silo.AdvanceAsync("2013-01-29"); // deposited on 2012-12-31
        Assert.Equal("sealed", await StateAsync(silo, depositor, limited));
        await silo.AdvanceAsync("2013-01-30");

        Assert.Equal("expired", await StateAsync(silo, depositor, limited));
        Assert.Equal("sealed", await StateAsync(silo, depositor, unlimited));
        using StolenFolder stolen = StolenFolder.Of(folder.Path);
        using KeyRing ring = stolen.OpenRing();
        Assert.Null(stolen.TryOpen(limited, ring));
        Assert.False(stolen.Holds(key.AsSpan(8)));
        Assert.NotEmpty(stolen.TryOpen(unlimited, ring)!);
    }

    [Theory]
    [InlineData(30, false)]
    [InlineData(365, true)]
    public async Task Record_IsCountedOnlyWhenItOutlivesItsCutOff(int days, bool counted)
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId record = await DepositAsync(silo, depositor, "k1", days);
        Assert.Equal(1, Count(silo, "contributions"));

        await silo.AdvanceAsync("2013-02-10");
        Assert.Equal(counted ? 1 : 0, Count(silo, "contributions"));
        await silo.AdvanceAsync(CutOff);

        Assert.Equal(counted ? 3 : 0, (await StatusAsync(silo, depositor)).Single(status => status.Record == record.ToString()).Releases.Count);
    }

    [Fact]
    public async Task Record_ThatWasMeasured_StaysInItsReleaseWhenItExpiresAndIsNamedNowhere()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        TestAccount requester = await silo.EnrolAsync("requester", "delegate", "LUX", "delegate");
        RecordId record = await DepositAsync(silo, depositor, "k1", 60);
        await silo.AdvanceAsync("2013-02-21");
        byte[] briefing = (await silo.RequestAsync(requester, "2013-01")).Briefing!.Json;

        await silo.AdvanceAsync("2013-03-01");

        RecordStatus status = Assert.Single(await StatusAsync(silo, depositor), one => one.Record == record.ToString());
        Assert.Equal(("expired", 0), (status.State, status.Releases.Count));
        Assert.Equal(0, Count(silo, "openings"));
        Assert.Equal(briefing, (await silo.RequestAsync(requester, "2013-01")).Briefing!.Json);
    }

    [Fact]
    public async Task Days_MissedWhileTheSiloWasDownOrSealed_AreCaughtUp()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        RecordId[] records;
        await using (SiloHost silo = await ReadyAsync(@operator))
        {
            depositor = await silo.EnrolAsync("depositor", "ngo one");
            records = [.. await Task.WhenAll(Enumerable.Range(1, 5).Select(day => DepositAsync(silo, depositor, $"k{day}", day)))];
        }

        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            // Sealed on the days on which the first two fall due: nothing happens then, and both go with the third at the next look.
            await TestEpochs.SealAsync(silo);
            silo.Service<Broker.Silo.Calendar.CalendarClock>().TryAdvanceTo(new DateTimeOffset(2013, 1, 3, 0, 0, 0, TimeSpan.Zero));
            Assert.Empty(await silo.Service<Broker.Silo.Calendar.CalendarCloser>().CloseDue());
            Assert.Equal(5, Count(silo, "expiries"));
            await TestEpochs.UnsealAsync(silo);
            await EventuallyAsync(() => Count(silo, "expiries") == 2);
            Assert.Equal(["expired", "expired", "expired", "sealed", "sealed"], await StatesAsync(silo, depositor, records));
        }

        // And a silo that was down for years.
        await using SiloHost later = await SiloHost.StartAsync(folder.Path, @operator, options => options.SimulatedClock = new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero));
        await EventuallyAsync(() => Count(later, "expiries") == 0);
        Assert.Equal(0, Count(later, "data_keys"));
    }

    [Fact]
    public async Task ShredDue_DoneTwiceOrByAClockThatWentBack_ChangesNothingMore()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await DepositAsync(silo, depositor, "k1", 1);
        await silo.AdvanceAsync("2013-01-05");
        string reached = Reached(silo);
        long entries = Count(silo, "log_entries");

        await silo.Service<Retention>().ShredDue(new DateOnly(2013, 1, 5));
        await silo.Service<Retention>().ShredDue(new DateOnly(2012, 12, 1));

        Assert.Equal((reached, entries), (Reached(silo), Count(silo, "log_entries")));
        Assert.Equal("2013-01-06", reached);
    }

    [Fact]
    public async Task Expiry_LeavesNoEntryInTheLog()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        await DepositAsync(silo, depositor, "k1", 3);
        await silo.AdvanceAsync("2013-01-02");
        long before = Count(silo, "log_entries");

        await silo.AdvanceAsync("2013-01-03");

        Assert.Equal(0, Count(silo, "data_keys"));
        Assert.Equal(before + 1, Count(silo, "log_entries")); // the day's root of deposits, which every day has
    }

    [Fact]
    public async Task ExpiredRecord_DepositedAgain_IsRefusedByItsOwnCode()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        byte[] package = depositor.Seal(silo.Vault, Limited(1)).Package;
        await silo.DepositAsync(depositor, "k1", package);
        await silo.AdvanceAsync("2013-01-05");

        Assert.Equal("record-expired", Assert.Single((await silo.DepositAsync(depositor, "k2", package)).Lines).Code);
    }

    [Fact]
    public async Task Withdrawal_TakesTheExpiryWithIt()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId record = await DepositAsync(silo, depositor, "k1", 10);
        await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Withdraw(silo.Sign(depositor, "/deposits/withdraw", $"withdraw/1\nrecord {record}\n"));

        Assert.Equal(0, Count(silo, "expiries"));
        await silo.AdvanceAsync("2013-02-01");
        Assert.Equal("withdrawn", await StateAsync(silo, depositor, record));
    }

    [Fact]
    public async Task ExpiryRow_ThatDoesNotOpen_StopsNoOtherAndIsTriedAgain()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId[] records = [.. await Task.WhenAll(Enumerable.Range(0, 3).Select(i => DepositAsync(silo, depositor, $"k{i}", 5)))];
        byte[] row = silo.Store.Read(connection => connection.Blob("SELECT min(row) FROM expiries"))!;
        byte[] whole = silo.Store.Read(connection => connection.Blob("SELECT sealed FROM expiries WHERE row = $1", row))!;
        await SetAsync(silo, row, [.. whole[..^1], (byte)(whole[^1] ^ 1)]);

        await silo.AdvanceAsync("2013-01-10");
        Assert.Equal(1, (await StatesAsync(silo, depositor, records)).Count(state => state == "sealed"));
        await SetAsync(silo, row, whole); // restored from a backup
        await silo.AdvanceAsync("2013-01-11");

        Assert.All(await StatesAsync(silo, depositor, records), state => Assert.Equal("expired", state));
    }

    [Fact]
    public async Task Disk_TellsNeitherWhichRecordExpiresNorWhen()
    {
        await using SiloHost silo = await ReadyAsync();
        TestAccount depositor = await silo.EnrolAsync("depositor", "ngo one");
        RecordId limited = await DepositAsync(silo, depositor, "k1", 47);
        await DepositAsync(silo, depositor, "k2", null);

        Assert.Equal(1, Count(silo, "expiries"));
        (byte[] day, byte[] row, byte[] stored) = silo.Store.Read(connection => connection.Rows(
            reader => (reader.Bytes(0), reader.Bytes(1), reader.Bytes(2)), "SELECT day, row, sealed FROM expiries"))[0];
        Assert.Equal((16, 16), (day.Length, row.Length));
        using StolenFolder stolen = StolenFolder.Of(folder.Path);
        Assert.False(stolen.Holds("2013-02-16"u8));
        foreach (string table in (string[])["records", "data_keys", "outbox", "contributions"])
        {
            foreach (byte[] other in silo.Store.Read(connection => connection.Rows(
                reader => Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue).OfType<byte[]>().ToArray(), $"SELECT * FROM {table}")).SelectMany(values => values))
            {
                Assert.True(other.AsSpan().IndexOf(row) < 0 && other.AsSpan().IndexOf(day) < 0);
            }
        }

        Assert.True(stored.AsSpan().IndexOf(Encoding.ASCII.GetBytes(limited.ToString())) < 0);
    }

    private static TestObservation Limited(int? days) => new($"s{days}", Day) { Caveats = new("public", [], [], null, days, NoNarrative: true) };

    private static async Task<RecordId> DepositAsync(SiloHost silo, TestAccount depositor, string key, int? days)
    {
        (RecordId record, byte[] package) = depositor.Seal(silo.Vault, Limited(days));
        Assert.Equal("accepted", Assert.Single((await silo.DepositAsync(depositor, key, package)).Lines).Code);
        return record;
    }

    private static async Task<IReadOnlyList<RecordStatus>> StatusAsync(SiloHost silo, TestAccount depositor) =>
        (await silo.Grains.GetGrain<IDepositorGrain>($"depositor/{depositor.Id}/0").Status(silo.Sign(depositor, "/deposits/status", ""))).Records;

    private static async Task<string> StateAsync(SiloHost silo, TestAccount depositor, RecordId record) => (await StatesAsync(silo, depositor, [record]))[0];

    private static async Task<string[]> StatesAsync(SiloHost silo, TestAccount depositor, RecordId[] records)
    {
        IReadOnlyList<RecordStatus> all = await StatusAsync(silo, depositor);
        return [.. records.Select(record => all.Single(status => status.Record == record.ToString()).State)];
    }

    private static async Task SetAsync(SiloHost silo, byte[] row, byte[] stored) =>
        await silo.Store.WriteAsync(connection => connection.Execute("UPDATE expiries SET sealed = $1 WHERE row = $2", stored, row));

    private static long Count(SiloHost silo, string table) => silo.Store.Read(connection => connection.Number($"SELECT count(*) FROM {table}")) ?? -1;

    private static string Reached(SiloHost silo) => silo.Store.Read(connection => connection.Text("SELECT value FROM meta WHERE key = 'next-day-to-expire'"))!;

    private static async Task EventuallyAsync(Func<bool> holds)
    {
        for (int i = 0; i < 500 && !holds(); i++)
        {
            await Task.Delay(20);
        }

        Assert.True(holds());
    }

    private async Task<SiloHost> ReadyAsync(TestAccount? @operator = null)
    {
        SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
        await silo.ActivatePolicyAsync();
        return silo;
    }
}
