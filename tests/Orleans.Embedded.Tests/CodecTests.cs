using System.Text;
using Orleans.Embedded.Tests.Grains;
using Orleans.Runtime;
using Orleans.Serialization;

namespace Orleans.Embedded.Tests;

public sealed class CodecTests
{
    private const int Limit = 1 << 20;

    private static EverythingMessage Everything => new()
    {
        Flag = true,
        Byte = 255,
        Whole = long.MinValue,
        Natural = ulong.MaxValue,
        Real = -0.0,
        Exact = -79228162514264337593543950335m,
        Text = "žluťoučký\0",
        Bytes = [1, 2],
        Memory = new byte[] { 3 },
        Unique = new Guid("00112233-4455-6677-8899-aabbccddeeff"),
        Time = new DateTime(2014, 1, 2, 3, 4, 5, DateTimeKind.Utc),
        Offset = new DateTimeOffset(2014, 1, 2, 3, 4, 5, TimeSpan.FromHours(-3.5)),
        Date = new DateOnly(2014, 1, 31),
        Span = TimeSpan.MinValue,
        Names = ["a", "b"],
        List = [-1, 0, 1],
        Map = new Dictionary<string, long> { ["x"] = 1, ["y"] = -2 },
        Maybe = 5,
        Shape = new Circle("round", 2),
        Id = RecordId.Parse("r1"),
        Shapes = [new Circle("one", 1), new Circle("two", 2)],
        Clock = new TimeOnly(23, 59, 59),
        Small = float.Epsilon,
    };

    [Fact]
    public void Everything_WrittenAndRead_IsTheSame()
    {
        var bytes = Write(Everything);
        var read = Read<EverythingMessage>(bytes);

        Assert.Equal(bytes, Write(read));
        Assert.Equal(Everything.Offset.Offset, read.Offset.Offset);
        Assert.Equal(DateTimeKind.Utc, read.Time.Kind);
        Assert.Equal(new Circle("round", 2), read.Shape);
        Assert.Equal(long.MinValue, read.Whole);
        Assert.Equal(Everything.Exact, read.Exact);
        Assert.Equal("r1", read.Id.Value);
    }

    [Fact]
    public void EmptyMessage_WrittenAndRead_KeepsNullsAndDefaults()
    {
        var read = Read<EverythingMessage>(Write(new EverythingMessage()));

        Assert.Null(read.Text);
        Assert.Null(read.Bytes);
        Assert.True(read.Names.IsDefault);
        Assert.Null(read.Maybe);
        Assert.Null(read.Shape);
    }

    [Fact]
    public void Everything_CutAnywhere_IsRefused()
    {
        var bytes = Write(Everything);
        for (var length = 0; length < bytes.Length; length++)
        {
            Assert.Throws<MessageFormatException>(() => Read<EverythingMessage>(bytes[..length]));
        }
    }

    [Fact]
    public void Everything_WithAnyBitFlipped_IsReadAsSomethingElseOrRefusedInOneWay()
    {
        var bytes = Write(Everything);
        for (var bit = 0; bit < bytes.Length * 8; bit++)
        {
            var damaged = bytes.ToArray();
            damaged[bit / 8] ^= (byte)(1 << (bit % 8));
            if (TryRead(damaged) is { } read)
            {
                // What is accepted is canonical: it writes the very bytes that were read.
                Assert.Equal(damaged, Write(read));
            }
        }
    }

    [Fact]
    public void Message_WithTrailingBytes_IsRefused() =>
        AssertRefused<EverythingMessage>([.. Write(Everything), 0], "trailing bytes");

    [Fact]
    public void Message_OfAnotherType_IsRefused() =>
        AssertRefused<Nest>(Write(new Letter("subject", [])), "another type or shape than expected");

    [Fact]
    public void Id_ThatItsTypeRefuses_IsRefusedWithoutItsValue()
    {
        var bytes = Write(RecordId.Parse("r1"));
        var at = bytes.AsSpan().IndexOf("r1"u8);
        bytes[at] = (byte)'x';

        AssertRefused<RecordId>(bytes, "values refused by their type");
    }

    [Fact]
    public void Nesting_BeyondTheLimit_IsRefusedOnBothSides()
    {
        var nest = Enumerable.Range(0, MessageLimits.MaxDepth - 1).Aggregate(new Nest(null, null), (inner, _) => new Nest(null, inner));
        Assert.Equal(nest, Read<Nest>(Write(nest)));

        Assert.Throws<LimitExceededException>(() => Write(new Nest(null, nest)));
        var tooDeep = new List<byte>();
        var one = Write(new Nest(null, null));
        for (var i = 0; i < 10_000; i++)
        {
            tooDeep.AddRange(one[..^1]);
        }

        AssertRefused<Nest>([.. tooDeep, 0], "too deep");
    }

    [Fact]
    public void Count_BeyondTheBytes_IsRefusedBeforeAllocation()
    {
        var writer = new MessageWriter(Limit);
        writer.WriteUnsigned(int.MaxValue);

        AssertRefused<long[]>(writer.Written.ToArray(), "count beyond the end");
    }

    [Theory]
    [InlineData(new byte[] { 0x80, 0x00 }, "integer not canonical")]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x02 }, "integer not canonical")]
    [InlineData(new byte[] { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x81 }, "integer not canonical")]
    [InlineData(new byte[] { 0x80 }, "truncated")]
    public void Integer_NotCanonical_IsRefused(byte[] bytes, string reason) => AssertRefused<ulong>(bytes, reason);

    [Fact]
    public void Values_OutsideTheirRange_AreRefused()
    {
        AssertRefused<bool>([2], "not a boolean");
        AssertRefused<Priority>([4], "enum number without a name");
        AssertRefused<sbyte>([0x80, 0x02], "number out of range");
        AssertRefused<DateTime>([0, 3], "number out of range");
        AssertRefused<string>([2, 0xff], "not UTF-8");
        AssertRefused<int?>([2], "not a boolean");
        AssertRefused<ReadOnlyMemory<byte>>([0], "bytes missing");
        AssertRefused<Dictionary<string, int>>([3, 2, (byte)'a', 2, 2, (byte)'a', 4], "dictionary key twice");
        AssertRefused<Dictionary<string, int>>([2, 0, 2], "null as dictionary key");
        AssertRefused<decimal>([0, 0, 0, 1], "not a decimal");
        AssertRefused<DateTimeOffset>([0, 1], "not a date with offset");
    }

    [Fact]
    public void Text_WithAnUnpairedSurrogate_IsRefusedWithoutQuotingIt()
    {
        var failure = Assert.Throws<ArgumentException>(() => Write("canary\ud800"));
        Assert.DoesNotContain("canary", failure.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Copy_OfAListOfLists_SharesNothingThatChanges()
    {
        var inner = new List<int> { 1 };
        var copy = (List<List<int>>)Codecs.For<List<List<int>>>().Copy(new List<List<int>> { inner }, Limit)!;
        inner.Add(2);

        Assert.Equal([1], copy[0]);
    }

    [Fact]
    public void Tag_OfAMessage_DependsOnAliasIdsAndMemberTypes()
    {
        // The first 8 bytes of SHA-256("test.nest\n0.0:text\n0.1:test.nest"), preceded by 1 and followed by the two nulls.
        var expected = System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes("test.nest\n0.0:text\n0.1:test.nest"))[..8];

        Assert.Equal([1, .. expected, 0, 0], Write(new Nest(null, null)));
    }

    private static byte[] Write<T>(T value)
    {
        var writer = new MessageWriter(Limit);
        Codecs.For<T>().Write(writer, value);
        return writer.Written.ToArray();
    }

    private static T Read<T>(byte[] bytes)
    {
        var reader = new MessageReader(bytes);
        var value = Codecs.For<T>().Read(reader);
        reader.ExpectEnd();
        return value;
    }

    private static EverythingMessage? TryRead(byte[] bytes)
    {
        try
        {
            return Read<EverythingMessage>(bytes);
        }
        catch (MessageFormatException)
        {
            return null;
        }
    }

    private static void AssertRefused<T>(byte[] bytes, string reason) =>
        Assert.Equal(reason, Assert.Throws<MessageFormatException>(() => Read<T>(bytes)).Message);
}
