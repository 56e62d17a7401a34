using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl.Tests;

public sealed class CellBookBytesTests
{
    private const int LeavesAt = 36;
    private const int SourcesAt = LeavesAt + 4 + (2 * 12);
    private const int FirstSource = SourcesAt + 4;
    private const int FirstRecord = FirstSource + 21;
    private const int SecondSource = FirstRecord + (2 * 20);
    private const int Size = SecondSource + 21 + 20;

    private static readonly MeasurementPlan Plan = Plans.Make(VolumeClass.Large);
    private static readonly CellShape Shape = CellShape.Of(Plan);

    /// <summary>What was done to the bytes of two sources, three records and two leaves, and why they are refused.</summary>
    public static TheoryData<string, CellBookFault> Faults => new()
    {
        { "no bytes", CellBookFault.UnknownFormat },
        { "another name", CellBookFault.UnknownFormat },
        { "another version", CellBookFault.UnknownFormat },
        { "cut in the shape", CellBookFault.Truncated },
        { "another shape", CellBookFault.OtherShape },
        { "more leaves than bytes", CellBookFault.Truncated },
        { "category outside", CellBookFault.OutOfRange },
        { "area outside", CellBookFault.OutOfRange },
        { "stratum outside", CellBookFault.OutOfRange },
        { "leaves exchanged", CellBookFault.NotCanonical },
        { "a leaf twice", CellBookFault.NotCanonical },
        { "a leaf that nothing uses", CellBookFault.NotCanonical },
        { "more sources than bytes", CellBookFault.Truncated },
        { "a source twice", CellBookFault.NotCanonical },
        { "sources descending", CellBookFault.NotCanonical },
        { "a word that is not one", CellBookFault.OutOfRange },
        { "a source without records", CellBookFault.OutOfRange },
        { "more records than bytes", CellBookFault.Truncated },
        { "a record twice", CellBookFault.NotCanonical },
        { "records descending", CellBookFault.NotCanonical },
        { "a leaf that is not there", CellBookFault.OutOfRange },
        { "a byte more", CellBookFault.TrailingBytes },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void TryDecode_AFault_SaysWhich(string change, CellBookFault expected)
    {
        Assert.False(CellBook.TryDecode(Changed(change), Shape, Plans.LeafKey, out var book, out var fault));
        Assert.Null(book);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void TryDecode_AnyCut_IsRefused()
    {
        var bytes = Sample();
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.False(CellBook.TryDecode(bytes.AsSpan(0, length), Shape, Plans.LeafKey, out _, out var fault));
            Assert.Equal(length < 4 ? CellBookFault.UnknownFormat : CellBookFault.Truncated, fault);
        }
    }

    // Whatever is read again comes out as it was: no two forms of one book.
    [Fact]
    public void TryDecode_AnyBitTurned_IsRefusedOrAnotherBook()
    {
        var bytes = Sample();
        for (var bit = 0; bit < 8 * bytes.Length; bit++)
        {
            var turned = bytes.ToArray();
            turned[bit / 8] ^= (byte)(1 << (bit % 8));
            if (CellBook.TryDecode(turned, Shape, Plans.LeafKey, out var book))
            {
                Assert.Equal(turned, book!.Encode());
                book.Dispose();
            }
        }
    }

    [Fact]
    public void TryDecode_AnotherShape_IsRefused()
    {
        CellShape[] others =
        [
            Shape with { Period = "2014-03" }, Shape with { Strata = 4 }, Shape with { OrganisationCap = 9 }, Shape with { Country = "XXB" },
            Shape with { Areas = [.. Shape.Areas.Reverse()] }, Shape with { Categories = [.. Shape.Categories, "kind-9"] },
            Shape with { Period = "2014-W05", Vintage = ReleaseVintage.Flash },
        ];
        Assert.All(others, other =>
        {
            Assert.False(CellBook.TryDecode(Sample(), other, Plans.LeafKey, out _, out var fault));
            Assert.Equal(CellBookFault.OtherShape, fault);
        });
    }

    [Fact]
    public void Encode_TheSample_HasItsLayout()
    {
        var bytes = Sample();
        Assert.Equal(Size, bytes.Length);
        Assert.Equal("42434231", Convert.ToHexString(bytes.AsSpan(0, 4)));
        Assert.Equal(
            "00000002" + "000001000000000000000001" + "020003010000000000000001" + "00000002"
            + "00000000000000000000000000000001" + "00" + "00000002"
            + "00000000000000000000000000000000" + "00000000" + "00000000000000000000000000000001" + "00000001"
            + "00000000000000000000000000000002" + "01" + "00000001"
            + "00000000000000000000000000000002" + "00000001",
            Convert.ToHexString(bytes.AsSpan(LeavesAt)));
        var shape = "cell-shape/1\ncountry XXA\nperiod 2014-02\nvintage final\nstrata 3\norganisation-cap 10\n"
            + "area XA01\narea XA02\narea XA03\narea XA04\narea XXA\ncategory kind-1\ncategory kind-2\ncategory kind-3\n";
        Assert.Equal(SHA256.HashData(Encoding.ASCII.GetBytes(shape)), bytes[4..36]);
    }

    [Fact]
    public void Encode_ABookOfLongAndShortLists_ReadsAsTheSame()
    {
        var random = new SeededRandom("bytes");
        var records = Enumerable.Range(0, 3_000).Select(i => new Contribution(
            new SourceKey((UInt128)(i % 4 == 0 ? 0 : 1 + random.Below(300))), new OrganisationKey((ulong)random.Below(3)),
            random.Below(5), random.Below(3), random.Below(3)));
        using var book = Books.Of(Plan, records);
        book.Reassess(source => source.Value % 5 != 1);
        var bytes = book.Encode();
        Assert.True(CellBook.TryDecode(bytes, Shape, Plans.LeafKey, out var read));
        Assert.True(book.HoldsTheSame(read!));
        Assert.Equal(bytes, read!.Encode());
        Assert.Equal(book.Counts(Plan), read.Counts(Plan));
        read.Dispose();
    }

    [Fact]
    public void Encode_ALeafWhoseRecordsWent_IsNotInIt()
    {
        using var book = Books.Of(Plan, [Of(1, area: 0, category: 0), Of(1, area: 3, category: 1)]);
        Assert.True(book.Withdraw(new SourceKey(1), Books.Record(1)));
        using var never = Books.Of(Plan, [Of(1, area: 0, category: 0)]);
        Assert.Equal(never.Encode(), book.Encode());
    }

    private static byte[] Sample()
    {
        using var book = Books.Of(
            Plan, [Of(1, area: 1, category: 0), Of(1, area: 3, category: 2, stratum: 1), Of(2, area: 3, category: 2, stratum: 1)]);
        book.Rest(new SourceKey(2), resting: true);
        return book.Encode();
    }

    private static byte[] Changed(string change)
    {
        var bytes = Sample();
        switch (change)
        {
            case "no bytes": return [];
            case "another name": return With(bytes, 0, (byte)'X');
            case "another version": return With(bytes, 3, (byte)'2');
            case "cut in the shape": return bytes[..20];
            case "another shape": return With(bytes, 20, (byte)(bytes[20] ^ 1));
            case "more leaves than bytes": return With(bytes, LeavesAt, 0xFF);
            case "category outside": return With(bytes, LeavesAt + 4, 3);
            case "area outside": return With(bytes, LeavesAt + 6, 5);
            case "stratum outside": return With(bytes, LeavesAt + 7, 3);
            case "leaves exchanged": return [.. bytes[..40], .. bytes[52..64], .. bytes[40..52], .. bytes[64..]];
            case "a leaf twice": return [.. bytes[..40], .. bytes[40..52], .. bytes[40..52], .. bytes[64..]];
            case "a leaf that nothing uses": return With(bytes, FirstRecord + 19, 1);
            case "more sources than bytes": return With(bytes, SourcesAt, 0xFF);
            case "a source twice": return With(bytes, SecondSource + 15, 1);
            case "sources descending": return With(bytes, SecondSource + 15, 0);
            case "a word that is not one": return With(bytes, FirstSource + 16, 2);
            case "a source without records": return With(bytes, SecondSource + 20, 0);
            case "more records than bytes": return With(bytes, SecondSource + 20, 2);
            case "a record twice": return With(bytes, FirstRecord + 20 + 15, 0);
            case "records descending": return With(With(bytes, FirstRecord + 15, 2), FirstRecord + 20 + 15, 1);
            case "a leaf that is not there": return With(bytes, FirstRecord + 19, 2);
            case "a byte more": return [.. bytes, 0];
            default: throw new ArgumentException("no such change");
        }
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static Contribution Of(int source, int area, int category, int stratum = 0) =>
        new(new SourceKey((UInt128)source), new OrganisationKey(1), area, category, stratum);
}
