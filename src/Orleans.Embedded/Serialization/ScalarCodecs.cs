using System.Collections.Frozen;

namespace Orleans.Serialization;

/// <summary>The closed list of scalar types that may cross.</summary>
internal static class ScalarCodecs
{
    private const long MinOffsetMinutes = -14 * 60;
    private const long MaxOffsetMinutes = 14 * 60;

    public static FrozenDictionary<Type, Codec> All { get; } = Numbers().Concat(Times()).Concat(Texts()).ToFrozenDictionary();

    private static IEnumerable<KeyValuePair<Type, Codec>> Numbers() =>
    [
        Of("bool", (w, v) => w.WriteByte(v ? (byte)1 : (byte)0), r => r.ReadBoolean()),
        Of("u8", (w, v) => w.WriteByte(v), r => r.ReadByte()),
        Of("i8", (w, v) => w.WriteSigned(v), r => (sbyte)Within(r.ReadSigned(), sbyte.MinValue, sbyte.MaxValue)),
        Of("i16", (w, v) => w.WriteSigned(v), r => (short)Within(r.ReadSigned(), short.MinValue, short.MaxValue)),
        Of("u16", (w, v) => w.WriteUnsigned(v), r => (ushort)Within(r.ReadUnsigned(), ushort.MaxValue)),
        Of("i32", (w, v) => w.WriteSigned(v), r => (int)Within(r.ReadSigned(), int.MinValue, int.MaxValue)),
        Of("u32", (w, v) => w.WriteUnsigned(v), r => (uint)Within(r.ReadUnsigned(), uint.MaxValue)),
        Of("i64", (w, v) => w.WriteSigned(v), r => r.ReadSigned()),
        Of("u64", (w, v) => w.WriteUnsigned(v), r => r.ReadUnsigned()),
        Of("char", (w, v) => w.WriteUnsigned(v), r => (char)Within(r.ReadUnsigned(), char.MaxValue)),
        Of("f32", (w, v) => w.WriteUnsigned(BitConverter.SingleToUInt32Bits(v)),
            r => BitConverter.UInt32BitsToSingle((uint)Within(r.ReadUnsigned(), uint.MaxValue))),
        Of("f64", (w, v) => w.WriteFixed64(BitConverter.DoubleToUInt64Bits(v)),
            r => BitConverter.UInt64BitsToDouble(r.ReadFixed64())),
        Of("decimal", WriteDecimal, ReadDecimal),
    ];

    private static IEnumerable<KeyValuePair<Type, Codec>> Times() =>
    [
        Of("datetime", WriteDateTime, ReadDateTime),
        Of("offset", WriteOffset, ReadOffset),
        Of("date", (w, v) => w.WriteUnsigned((ulong)v.DayNumber),
            r => DateOnly.FromDayNumber((int)Within(r.ReadUnsigned(), (ulong)DateOnly.MaxValue.DayNumber))),
        Of("time", (w, v) => w.WriteUnsigned((ulong)v.Ticks),
            r => new TimeOnly((long)Within(r.ReadUnsigned(), (ulong)TimeOnly.MaxValue.Ticks))),
        Of("span", (w, v) => w.WriteSigned(v.Ticks), r => new TimeSpan(r.ReadSigned())),
    ];

    private static IEnumerable<KeyValuePair<Type, Codec>> Texts() =>
    [
        Of<string?>("text", (w, v) => w.WriteString(v), r => r.ReadString()),
        Of("guid", (w, v) => v.TryWriteBytes(w.Reserve(16)), r => new Guid(r.Take(16))),
        Of<byte[]?>("bytes", WriteBytes, ReadBytes, immutable: false),
        Of("memory", (w, v) => w.WriteBytes(v.Span), r => (ReadOnlyMemory<byte>)(ReadBytes(r)
            ?? throw new MessageFormatException("bytes missing")), immutable: false),
    ];

    private static KeyValuePair<Type, Codec> Of<T>(
        string descriptor, Action<MessageWriter, T> write, Func<MessageReader, T> read, bool immutable = true) =>
        new(typeof(T), new ScalarCodec<T>(descriptor, write, read, immutable));

    private static void WriteBytes(MessageWriter writer, byte[]? value)
    {
        if (value is null)
        {
            writer.WriteByte(0);
            return;
        }

        writer.WriteBytes(value);
    }

    private static byte[]? ReadBytes(MessageReader reader)
    {
        var count = reader.ReadCount();
        return count < 0 ? null : reader.Take(count).ToArray();
    }

    private static void WriteDecimal(MessageWriter writer, decimal value)
    {
        Span<int> parts = stackalloc int[4];
        decimal.GetBits(value, parts);
        foreach (var part in parts)
        {
            writer.WriteUnsigned(unchecked((uint)part));
        }
    }

    private static decimal ReadDecimal(MessageReader reader)
    {
        Span<int> parts = stackalloc int[4];
        for (var i = 0; i < parts.Length; i++)
        {
            parts[i] = unchecked((int)(uint)Within(reader.ReadUnsigned(), uint.MaxValue));
        }

        try
        {
            return new decimal(parts);
        }
        catch (ArgumentException)
        {
            throw new MessageFormatException("not a decimal");
        }
    }

    private static void WriteDateTime(MessageWriter writer, DateTime value)
    {
        writer.WriteUnsigned((ulong)value.Ticks);
        writer.WriteByte((byte)value.Kind);
    }

    private static DateTime ReadDateTime(MessageReader reader)
    {
        var ticks = (long)Within(reader.ReadUnsigned(), (ulong)DateTime.MaxValue.Ticks);
        return new DateTime(ticks, (DateTimeKind)Within(reader.ReadByte(), (ulong)DateTimeKind.Local));
    }

    private static void WriteOffset(MessageWriter writer, DateTimeOffset value)
    {
        writer.WriteUnsigned((ulong)value.UtcTicks);
        writer.WriteSigned((long)value.Offset.TotalMinutes);
    }

    private static DateTimeOffset ReadOffset(MessageReader reader)
    {
        var ticks = (long)Within(reader.ReadUnsigned(), (ulong)DateTimeOffset.MaxValue.UtcTicks);
        var minutes = Within(reader.ReadSigned(), MinOffsetMinutes, MaxOffsetMinutes);
        try
        {
            return new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(minutes));
        }
        catch (ArgumentException)
        {
            throw new MessageFormatException("not a date with offset");
        }
    }

    private static long Within(long value, long low, long high) =>
        value >= low && value <= high ? value : throw new MessageFormatException("number out of range");

    private static ulong Within(ulong value, ulong high) =>
        value <= high ? value : throw new MessageFormatException("number out of range");
}
