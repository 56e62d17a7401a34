using System.Globalization;
using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.DisclosureControl;

namespace Broker.Bench.Cells;

/// <summary>The exact counts of an open period at ten million records: deposits, withdrawals, a final, and the audit's rebuild.</summary>
internal sealed class CellRows
{
    private const int RecordsOfASource = 10;
    private const int Page = 1_000;
    private const int Million = 1_000_000; // with fewer, half-empty arrays weigh more

    private readonly MeasurementPlan plan = PlanOf();
    private readonly byte[] leafKey = Inputs.Bytes(Measure.LeafKeySize);
    private readonly InventedRecords records;

    internal CellRows(int count)
    {
        records = new InventedRecords(count, Math.Max(1, count / RecordsOfASource));
    }

    internal InventedRecords Records => records;

    internal IEnumerable<LargeRow> All()
    {
        WarmUp();
        CellBook book = new(CellShape.Of(plan), leafKey);
        yield return Deposits(book, records, string.Empty) with { AtMostSeconds = 1e-6, AtMostBytes = records.Count >= Million ? 40 : null };
        yield return Final(book) with { AtMostSeconds = 5e-3 };
        yield return LargeRow.Of("  the sources to charge, in order", 1, () => Sink.Take(book.Charged().Length));
        foreach (LargeRow row in Snapshot(book, records.Count).Concat(Rebuild(book)))
        {
            yield return row;
        }

        yield return Withdrawals(book) with { AtMostSeconds = 2e-6 };
        book.Dispose();
        GC.Collect();
        yield return OneRecordASource();
        yield return OneSource();
    }

    // Until the compiler has optimised everything that is measured below.
    private void WarmUp()
    {
        var few = new InventedRecords(300_000, 60_000);
        for (int round = 0; round < 2; round++)
        {
            using var book = new CellBook(CellShape.Of(plan), leafKey);
            Deposits(book, few, string.Empty);
            Final(book);
            foreach (LargeRow row in Snapshot(book, few.Count))
            {
                Sink.Take((long)row.CpuSeconds);
            }

            Withdraw(book, few, 1, few.Count);
            Sink.Demand(book.IsEmpty, "withdrawing every record");
        }
    }

    private static LargeRow Deposits(CellBook book, InventedRecords from, string note)
    {
        long before = GC.GetTotalMemory(forceFullCollection: true);
        LargeRow row = LargeRow.Of(Number($"deposit, {from.Count:N0} records of {from.Sources:N0} sources{note}"), from.Count, () =>
        {
            for (int i = 0; i < from.Count; i++)
            {
                book.Deposit(from.Contribution(i), from.Record(i));
            }
        });
        return row with { BytesHeld = (GC.GetTotalMemory(forceFullCollection: true) - before) / (double)from.Count };
    }

    private LargeRow Final(CellBook book)
    {
        const int Times = 20;
        return LargeRow.Of($"  a final measured from them and derived, {plan.Keys.Count} cells, {plan.Tiers.Count} tiers", Times, () =>
        {
            for (int i = 0; i < Times; i++)
            {
                MeasuredTable table = Measure.Run(plan, book, RandomNumberGenerator.Fill);
                for (int tier = 0; tier < plan.Tiers.Count; tier++)
                {
                    Sink.Take(Derive.Tier(plan, table, tier, null).Cells.Count);
                }
            }
        });
    }

    private IEnumerable<LargeRow> Snapshot(CellBook book, int count)
    {
        byte[] bytes = [];
        LargeRow written = LargeRow.Of("  a snapshot written, a record", count, () => bytes = book.Encode());
        yield return written with { BytesHeld = bytes.Length / (double)count };
        CellBook? read = null;
        yield return LargeRow.Of("  a snapshot read, a record", count, () =>
            Sink.Demand(CellBook.TryDecode(bytes, CellShape.Of(plan), leafKey, out read), "reading a snapshot"));
        yield return LargeRow.Of("  two books compared, a record", count, () => Sink.Demand(book.HoldsTheSame(read!), "comparing"));
        read!.Dispose();
    }

    private IEnumerable<LargeRow> Rebuild(CellBook book)
    {
        using var stored = new SealedRecords(CellShape.Of(plan), records);
        stored.OpenPage(0, SealedRecords.Different);
        const long TenMillion = 10_000_000;
        LargeRow row = LargeRow.Of("  every sealed contribution opened and read, a book rebuilt and compared", 1, () =>
        {
            using var again = new CellBook(CellShape.Of(plan), leafKey);
            for (int i = 0; i < records.Count; i++)
            {
                if (i % Page == 0)
                {
                    stored.OpenPage(i, Math.Min(Page, records.Count - i));
                }

                again.Deposit(records.Contribution(i), records.Record(i));
            }

            Sink.Demand(book.HoldsTheSame(again), "rebuilding");
        });
        yield return row with { AtMostSeconds = 60.0 * records.Count / TenMillion };
    }

    private LargeRow Withdrawals(CellBook book)
    {
        int step = 7;
        int times = records.Count / step;
        return LargeRow.Of(Number($"  withdraw, {times:N0} of them"), times, () => Withdraw(book, records, step, times));
    }

    private static void Withdraw(CellBook book, InventedRecords from, int step, int times)
    {
        for (int i = 0; i < times; i++)
        {
            Sink.Demand(book.Withdraw(from.Contribution(i * step).Source, from.Record(i * step)), "a withdrawal");
        }
    }

    private LargeRow OneRecordASource()
    {
        using var book = new CellBook(CellShape.Of(plan), leafKey);
        return Deposits(book, new InventedRecords(records.Count, records.Count), " (the most bytes)");
    }

    private LargeRow OneSource()
    {
        using var book = new CellBook(CellShape.Of(plan), leafKey);
        var one = new InventedRecords(Math.Max(1, records.Count / RecordsOfASource), 1);
        return LargeRow.Of(Number($"one source with {one.Count:N0} records: each deposited and withdrawn"), one.Count, () =>
        {
            Deposits(book, one, string.Empty);
            Withdraw(book, one, 1, one.Count);
        });
    }

    private static string Number(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static MeasurementPlan PlanOf()
    {
        CellGroup[] all = [CellGroup.Country, CellGroup.Category, CellGroup.Area, CellGroup.Leaf];
        return MeasurementPlan.Create(
            "XXA", "2014-02", ReleaseVintage.Final, VolumeClass.Large,
            [.. Enumerable.Range(1, InventedRecords.Areas - 1).Select(area => string.Create(CultureInfo.InvariantCulture, $"XA{area:D2}"))],
            [.. Enumerable.Range(1, InventedRecords.Kinds).Select(kind => string.Create(CultureInfo.InvariantCulture, $"kind-{kind}"))],
            [
                new TierTerms("public", [CellGroup.Country], 8, 10, 3, 5),
                new TierTerms("elected-member", all[..3], 2, 5, 3, 1),
                new TierTerms("consortium", all, 1, 5, 3, 1),
            ],
            organisationCap: 10, new Rational(1));
    }
}
