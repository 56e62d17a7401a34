using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Silo.Releases;
using Broker.Silo.Storage;

namespace Broker.Tests.Silo;

/// <summary>A silo that fails between drawing a period's noise and keeping it: never two different tables for a period, no debit doubled.</summary>
public sealed class DrawFaultTests : IDisposable
{
    private const int Blocks = 8;
    private const int FaultsInABlock = 25;
    private static readonly DateOnly Day = new(2013, 1, 2);
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Period_AfterTwoHundredFaultsBetweenDrawAndWrite_HasOneTableForEver()
    {
        TestAccount @operator = TestAccount.New("operator");
        TestAccount depositor;
        await using (SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator))
        {
            await silo.ActivatePolicyAsync();
            depositor = await silo.EnrolAsync("depositor", "ngo one");
            await silo.DepositAsync(depositor, "k", [.. Enumerable.Range(0, Blocks).SelectMany(block => new[]
            {
                depositor.Seal(silo.Vault, new TestObservation($"a{block}", Day.AddDays(28 * block))).Package,
                depositor.Seal(silo.Vault, new TestObservation($"b{block}", Day.AddDays(28 * block), "CF11")).Package,
            })]);
        }

        var seen = new Dictionary<string, string>(StringComparer.Ordinal);
        var drawn = new HashSet<string>(StringComparer.Ordinal);
        for (int fault = 0; fault < Blocks * FaultsInABlock; fault++)
        {
            // A block's last fault comes after the measurement is durable, before it is published.
            (int block, int round) = Math.DivRem(fault, FaultsInABlock);
            DrawFault kind = round == FaultsInABlock - 1 ? DrawFault.Publication : (DrawFault)(1 + (round % 2));
            await using SiloHost silo = await SiloHost.StartAsync(folder.Path, @operator);
            AssertKept(silo, seen, measured: block);
            DrawFaults faults = await DrawFaults.AttachAsync(silo);
            faults.Arm(kind);
            await CloseAsync(silo, FourWeekCalendar.FromOrdinal(block).FinalCutOff);
            Assert.NotEmpty(faults.Drawn);
            drawn.UnionWith(faults.Drawn);
        }

        await using SiloHost last = await SiloHost.StartAsync(folder.Path, @operator);
        await CloseAsync(last, FourWeekCalendar.FromOrdinal(0).FinalCutOff);
        AssertKept(last, seen, measured: Blocks);
        string[] tables = [.. seen.Where(pair => pair.Key.StartsWith("measured", StringComparison.Ordinal)).Select(pair => pair.Value)];
        Assert.Equal(3 * Blocks, seen.Keys.Count(key => key.StartsWith("release", StringComparison.Ordinal)));
        // Each fault drew anew: the attack is a real one. One draw of a block is kept, and no other is in any store.
        Assert.True(drawn.Count >= Blocks * FaultsInABlock);
        Assert.Equal(Blocks, tables.Distinct().Count(drawn.Contains));
    }

    /// <summary>The calendar, moved in this process alone: a restart stands before the cut-off again and closes nothing by itself.</summary>
    private static async Task CloseAsync(SiloHost silo, DateTimeOffset to)
    {
        silo.Service<Broker.Silo.Calendar.CalendarClock>().TryAdvanceTo(to);
        silo.Service<Broker.Silo.Grains.InternalCalls>().Enter();
        try
        {
            await silo.Service<Broker.Silo.Calendar.CalendarCloser>().CloseDue();
        }
        catch (StoreUnavailableException)
        {
            // The silo's own look at the calendar, at its start, met the fault first: this store writes nothing any more.
        }
    }

    /// <summary>What the store holds now: every table, debit and release is what it was whenever it was seen before.</summary>
    private static void AssertKept(SiloHost silo, Dictionary<string, string> seen, int measured)
    {
        MeasurementStore store = silo.Service<MeasurementStore>();
        Assert.Equal(measured, store.Measured("CAF").Count);
        foreach ((MeasuredPeriod period, _) in store.Measured("CAF"))
        {
            Once(seen, $"measured {period}", store.Find("CAF", period)!.Value.Table.Encode());
        }

        foreach (byte[] source in silo.Store.Read(connection => connection.Rows(row => row.Bytes(0), "SELECT source FROM ledger")))
        {
            UInt128 key = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(source);
            ZcdpBudget budget = silo.Store.Read(connection => store.Budget(connection, new SourceKey(key)));
            Once(seen, $"ledger {key}", budget.Encode());
        }

        Assert.Equal(2 * measured, seen.Keys.Count(key => key.StartsWith("ledger", StringComparison.Ordinal)));
        foreach ((string release, string tier) in silo.Store.Read(connection => connection.Rows(row => (row.GetString(0), row.GetString(1)), "SELECT release, tier FROM releases")))
        {
            Broker.Silo.Grains.PublishedRelease published = silo.Service<ReleaseStore>().Find(release, tier);
            Once(seen, $"release {release} {tier}", [.. published.Json, .. published.Html]);
        }
    }

    private static void Once(Dictionary<string, string> seen, string key, byte[] value)
    {
        string digest = Convert.ToHexStringLower(SHA256.HashData(value));
        Assert.Equal(seen.TryGetValue(key, out string? before) ? before : digest, digest);
        seen[key] = digest;
    }
}
