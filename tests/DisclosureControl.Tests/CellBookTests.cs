using System.Buffers.Binary;
using System.Collections;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Broker.DisclosureControl.Tests;

public sealed class CellBookTests
{
    private static readonly MeasurementPlan Plan = Plans.Make(VolumeClass.Large);
    private static readonly CellShape Shape = CellShape.Of(Plan);

    [Fact]
    public void Deposit_TheSameRecordTwice_ChangesNothing()
    {
        using var book = Books.Of(Plan, [Of(1, area: 2)]);
        var before = book.Encode();
        Assert.False(book.Deposit(Of(1, area: 2), Books.Record(0)));
        Assert.False(book.Deposit(Of(1, area: 3, category: 0), Books.Record(0)));
        Assert.Equal(before, book.Encode());
    }

    [Fact]
    public void Withdraw_WhatIsNotThere_IsFalseAndChangesNothing()
    {
        using var book = Books.Of(Plan, [Of(1), Of(2)]);
        var before = book.Encode();
        Assert.False(book.Withdraw(new SourceKey(3), Books.Record(0)));
        Assert.False(book.Withdraw(new SourceKey(1), Books.Record(1)));
        Assert.Equal(before, book.Encode());
    }

    [Fact]
    public void Withdraw_TheGravestRecord_CountsTheNextOne()
    {
        using var book = Books.Of(Plan, [Of(1, area: 1, category: 2, stratum: 1), Of(1, area: 2, category: 0)]);
        Assert.True(book.TryPlace(new SourceKey(1), out var stratum));
        Assert.Equal(0, stratum);
        Assert.True(book.Withdraw(new SourceKey(1), Books.Record(1)));
        Assert.True(book.TryPlace(new SourceKey(1), out stratum));
        Assert.Equal(1, stratum);
        Assert.Equal(1, book.Counts(Plan)[1][Plan.IndexOf(CellGroup.Area) + 1]);
        Assert.Equal(0, book.Counts(Plan)[0].Sum());
    }

    [Fact]
    public void Rest_ASourceWithItsLastRecord_EndsThere()
    {
        using var book = Books.Of(Plan, [Of(1)]);
        book.Rest(new SourceKey(1), resting: true);
        Assert.Empty(book.Charged());
        Assert.True(book.Withdraw(new SourceKey(1), Books.Record(0)));
        Assert.True(book.Deposit(Of(1), Books.Record(0)));
        Assert.Equal([new SourceKey(1)], book.Charged());
    }

    [Fact]
    public void Reassess_EverySource_IsAskedOnceAndRestsOrNot()
    {
        using var book = Books.Of(Plan, [.. Plans.Sources(0, 50, 7, area: 0), .. Plans.Sources(0, 50, 7, area: 1)]);
        book.Rest(new SourceKey(3), resting: true);
        var asked = new List<SourceKey>();
        book.Reassess(source =>
        {
            asked.Add(source);
            return source.Value % 2 == 1;
        });
        Assert.Equal(50, asked.Distinct().Count());
        Assert.Equal(50, asked.Count);
        Assert.Equal(Enumerable.Range(0, 25).Select(i => new SourceKey((UInt128)((2 * i) + 1))), book.Charged());
    }

    [Theory]
    [InlineData(5, 0, 0)]
    [InlineData(0, 3, 0)]
    [InlineData(0, 0, 3)]
    [InlineData(0, -1, 0)]
    public void Deposit_OutsideTheShape_ThrowsAndChangesNothing(int area, int category, int stratum)
    {
        using var book = new CellBook(Shape, Plans.LeafKey);
        Assert.Throws<ArgumentException>(() => book.Deposit(Of(1, area, category, stratum), Books.Record(0)));
        Assert.True(book.IsEmpty);
    }

    [Fact]
    public void Create_AShapeOutsideItsLimits_Throws()
    {
        CellShape[] shapes =
        [
            Shape with { Areas = ["XXA"] }, Shape with { Categories = [] }, Shape with { Strata = 9 }, Shape with { Strata = 0 },
            Shape with { OrganisationCap = 0 }, Shape with { Period = "2014-W05" }, Shape with { Country = "XXA\nperiod 2014-02" },
            Shape with { Areas = ["XA01", "XA01"] }, Shape with { Categories = [""] }, Shape with { Categories = ["kind\0"] },
        ];
        Assert.All(shapes, shape => Assert.Throws<ArgumentException>(() => new CellBook(shape, Plans.LeafKey)));
        Assert.Throws<ArgumentException>(() => new CellBook(Shape, new byte[31]));
    }

    [Fact]
    public void Run_APlanOfAnotherShape_Throws()
    {
        using var book = Books.Of(Plan, [Of(1)]);
        MeasurementPlan[] others =
        [
            Plans.Make(VolumeClass.Large, areas: 5), Plans.Make(VolumeClass.Large, categories: 4), Plans.Make(VolumeClass.Large, period: "2014-03"),
            Plans.Make(VolumeClass.Large, organisationCap: 9), Plans.Make(VolumeClass.Large, tiers: Plans.OneTier),
        ];
        Assert.All(others, other => Assert.Throws<ArgumentException>(() => Measure.Run(other, book, new SeededRandom("other").Fill)));
    }

    [Fact]
    public void Run_ABook_IsTheListsTableWithoutTheCharged()
    {
        var records = Plans.RandomCountry(Plan, 300, new SeededRandom("book and list"));
        using var book = Books.Of(Plan, records);
        var table = Measure.Run(Plan, book, new SeededRandom("same noise").Fill);
        var listed = Plans.Run(Plan, records, new SeededRandom("same noise"));
        Assert.Empty(table.Charged);
        Assert.Equal(listed.WithoutCharged().Encode(), table.Encode());
        Assert.Equal(listed.Charged, book.Charged());
    }

    [Fact]
    public void HoldsTheSame_AnyDifference_IsFalse()
    {
        Contribution[] records = [Of(1, area: 1), Of(1, area: 2), Of(2, area: 1), Of(3)];
        using var book = Books.Of(Plan, records);
        RequireOther(book, Books.Of(Plan, records[..3]));
        RequireOther(book, Books.Of(Plan, [.. records[..3], Of(3, stratum: 1)]));
        RequireOther(book, Books.Of(Plan, [.. records[..3], Of(3) with { Organisation = new(2) }]));
        RequireOther(book, Books.Of(Plan, [.. records[..3], Of(4)]));
        RequireOther(book, Books.Of(Plan, [records[1], records[0], .. records[2..]])); // the same leaves under other numbers
        RequireOther(book, Books.Of(Plan, [.. records, Of(1, area: 1)]));
        var resting = Books.Of(Plan, records);
        resting.Rest(new SourceKey(3), resting: true);
        RequireOther(book, resting);
        RequireOther(book, Books.Of(Plans.Make(VolumeClass.Large, period: "2014-03"), records));
        using var same = Books.Of(Plan, records);
        Assert.True(book.HoldsTheSame(same));
    }

    // A list that grew long and shrank again holds the same as one that never did.
    [Fact]
    public void HoldsTheSame_ALongListThatShrank_IsTrue()
    {
        using var few = Books.Of(Plan, Enumerable.Range(0, 5).Select(i => Of(1, area: i % 5)));
        using var shrunk = Books.Of(Plan, Enumerable.Range(0, 200).Select(i => Of(1, area: i % 5)));
        for (var record = 5; record < 200; record++)
        {
            Assert.False(few.HoldsTheSame(shrunk));
            Assert.True(shrunk.Withdraw(new SourceKey(1), Books.Record(record)));
        }

        Assert.True(few.HoldsTheSame(shrunk));
        Assert.True(shrunk.HoldsTheSame(few));
        Assert.Equal(few.Encode(), shrunk.Encode());
    }

    [Fact]
    public void ToString_OfAFullBook_IsThatOfAnEmptyOne()
    {
        using var book = Books.Of(Plan, Plans.Sources(0, 30, 3, area: 1));
        using var empty = new CellBook(Shape, Plans.LeafKey);
        Assert.Equal(empty.ToString(), book.ToString());
    }

    // What a log line or a missing key's message would carry.
    [Fact]
    public void ToString_OfKeysAndContributions_SaysNothingOfWhatTheyHold()
    {
        var one = Of(1, area: 3, category: 2, stratum: 1);
        var other = new Contribution(Spread(7), new OrganisationKey(77), 0, 0, 0);
        Assert.Equal(one.ToString(), other.ToString());
        Assert.Equal(one.Source.ToString(), other.Source.ToString());
        Assert.Equal(one.Organisation.ToString(), other.Organisation.ToString());
        Assert.Equal(new RecordKey(1).ToString(), new RecordKey(2).ToString());
    }

    // An attacker who reads the process's memory afterwards: every array that the book ever had, those it outgrew included.
    [Fact]
    public void Dispose_AfterAWholeLife_LeavesZerosInEveryArray()
    {
        var book = new CellBook(Shape, Plans.LeafKey);
        var arrays = new HashSet<Array>(ReferenceEqualityComparer.Instance);
        var random = new SeededRandom("memory");
        for (var record = 0; record < 9_000; record++)
        {
            var source = record % 3 == 0 ? 0 : 1 + random.Below(2_000);
            book.Deposit(Of(source, random.Below(5), random.Below(3)) with { Source = Spread(source) }, new RecordKey(Spread(record).Value));
            if (record < 64 || record % 97 == 0)
            {
                Collect(book, arrays);
            }
        }

        Assert.Contains(arrays, array => !IsZero(array));
        book.Dispose();
        Assert.True(arrays.Count > 30);
        Assert.All(arrays, array => Assert.True(IsZero(array)));
        var hash = typeof(CellBook).GetField("hash", BindingFlags.Instance | BindingFlags.NonPublic)!.GetValue(book)!;
        Assert.All(hash.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic), field => Assert.Equal(0UL, field.GetValue(hash)));
        Assert.Throws<ObjectDisposedException>(() => book.IsEmpty);
        Assert.Throws<ObjectDisposedException>(() => book.Deposit(Of(1), Books.Record(1)));
        Assert.Throws<ObjectDisposedException>(() => book.Counts(Plan));
    }

    // The same attacker, after a withdrawal from a book that lives on.
    [Theory]
    [InlineData(1)]
    [InlineData(9)]
    [InlineData(200)]
    public void Withdraw_EveryRecordOfASource_LeavesNeitherItsKeyNorTheirsInAnyArray(int records)
    {
        using var book = Books.Of(Plan, Plans.RandomCountry(Plan, 400, new SeededRandom("others")));
        for (var record = 0; record < records; record++)
        {
            Assert.True(book.Deposit(Of(1, record % 5, record % 3) with { Source = Spread(70_000) }, new RecordKey(Spread(80_000 + record).Value)));
        }

        Assert.True(IsInMemory(book, Spread(70_000).Value));
        Assert.True(IsInMemory(book, Spread(80_000).Value));
        for (var record = 0; record < records; record++)
        {
            Assert.True(book.Withdraw(Spread(70_000), new RecordKey(Spread(80_000 + record).Value)));
        }

        Assert.False(IsInMemory(book, Spread(70_000).Value));
        Assert.All(Enumerable.Range(80_000, records), record => Assert.False(IsInMemory(book, Spread(record).Value)));
    }

    private static bool IsInMemory(CellBook book, UInt128 value)
    {
        var arrays = new HashSet<Array>(ReferenceEqualityComparer.Instance);
        Collect(book, arrays);
        Span<byte> little = stackalloc byte[16], big = stackalloc byte[16];
        BinaryPrimitives.WriteUInt128LittleEndian(little, value);
        BinaryPrimitives.WriteUInt128BigEndian(big, value);
        foreach (var array in arrays)
        {
            if (Bytes(array).IndexOf(little) >= 0 || Bytes(array).IndexOf(big) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    private static void RequireOther(CellBook book, CellBook other)
    {
        Assert.False(book.HoldsTheSame(other));
        Assert.False(other.HoldsTheSame(book));
        other.Dispose();
    }

    private static SourceKey Spread(int number) => new(((UInt128)0x9E37_79B9_7F4A_7C15 * (UInt128)(number + 1)) << 32);

    private static Contribution Of(int source, int area = 0, int category = 1, int stratum = 0) =>
        new(new SourceKey((UInt128)source), new OrganisationKey(1), area, category, stratum);

    // What the plan tells anyway, the codes of areas and kinds, is not the book's secret.
    private static void Collect(object? held, HashSet<Array> arrays)
    {
        if (held is null or CellShape or string || held.GetType().Namespace?.StartsWith("System.Security", StringComparison.Ordinal) == true)
        {
            return;
        }

        if (held is Array array && array.GetType().GetElementType() is { } element && (element.IsPrimitive || IsPlain(element)))
        {
            arrays.Add(array);
            return;
        }

        if (held is IEnumerable many)
        {
            foreach (var one in many)
            {
                Collect(one, arrays);
            }

            return;
        }

        foreach (var field in held.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public))
        {
            if (!field.FieldType.IsValueType && field.Name is not ("areas" or "categories"))
            {
                Collect(field.GetValue(held), arrays);
            }
        }
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || (type.IsValueType && type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public).All(field => IsPlain(field.FieldType)));

    private static bool IsZero(Array array) => !Bytes(array).ContainsAnyExcept((byte)0);

    private static ReadOnlySpan<byte> Bytes(Array array) => MemoryMarshal.CreateReadOnlySpan(
        ref MemoryMarshal.GetArrayDataReference(array), array.Length * SizeOf(array.GetType().GetElementType()!));

    private static int SizeOf(Type type) => (int)typeof(Unsafe).GetMethod(nameof(Unsafe.SizeOf))!.MakeGenericMethod(type).Invoke(null, null)!;
}
