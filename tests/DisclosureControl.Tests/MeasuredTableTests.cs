using System.Buffers.Binary;

namespace Broker.DisclosureControl.Tests;

public sealed class MeasuredTableTests
{
    private static readonly MeasuredTable Table = Plans.Run(Plans.Make(areas: 2), [.. Plans.Sources(5, 9, 3, area: 1)], new SeededRandom("bytes"));

    private static int PlanLength => Table.Plan.CanonicalText.Length;

    private static int ChargedAt => 8 + PlanLength + (8 * (Table.Plan.Width + Table.Plan.Keys.Count) * 3);

    [Fact]
    public void Encode_ThenDecode_IsTheSame()
    {
        Assert.True(MeasuredTable.TryDecode(Table.Encode(), out var read, out var fault));
        Assert.Equal(MeasuredTableFault.None, fault);
        Assert.Equal(Table.Encode(), read!.Encode());
        Assert.Equal(Table.Charged, read.Charged);
        Assert.Equal(Table.Plan.Hash, read.Plan.Hash);
    }

    [Fact]
    public void WithoutCharged_KeepsTheNumbersOnly()
    {
        var kept = Table.WithoutCharged();
        Assert.Empty(kept.Charged);
        Assert.Equal(Table.Encode()[..ChargedAt], kept.Encode()[..ChargedAt]);
        Assert.Equal(ChargedAt + 4, kept.Encode().Length);
    }

    public static TheoryData<string, MeasuredTableFault> Damage => new()
    {
        { "empty", MeasuredTableFault.UnknownFormat },
        { "another version", MeasuredTableFault.UnknownFormat },
        { "magic only", MeasuredTableFault.Truncated },
        { "plan too long", MeasuredTableFault.BadPlan },
        { "plan length negative", MeasuredTableFault.BadPlan },
        { "plan cut", MeasuredTableFault.Truncated },
        { "plan changed", MeasuredTableFault.BadPlan },
        { "numbers cut", MeasuredTableFault.Truncated },
        { "number too large", MeasuredTableFault.OutOfRange },
        { "no charged count", MeasuredTableFault.Truncated },
        { "charged cut", MeasuredTableFault.Truncated },
        { "charged count too large", MeasuredTableFault.BadCharged },
        { "charged twice", MeasuredTableFault.BadCharged },
        { "a byte more", MeasuredTableFault.TrailingBytes },
    };

    [Theory]
    [MemberData(nameof(Damage))]
    public void TryDecode_DamagedBytes_NamesTheFault(string damage, MeasuredTableFault expected)
    {
        Assert.False(MeasuredTable.TryDecode(Damaged(damage, Table.Encode()), out var table, out var fault));
        Assert.Null(table);
        Assert.Equal(expected, fault);
    }

    [Fact]
    public void TryDecode_EveryShorterLength_IsRefused()
    {
        var bytes = Table.Encode();
        Assert.All(Enumerable.Range(0, bytes.Length), length => Assert.False(MeasuredTable.TryDecode(bytes.AsSpan(0, length), out _, out _)));
    }

    private static byte[] Damaged(string damage, byte[] bytes) => damage switch
    {
        "empty" => [],
        "another version" => With(bytes, 3, (byte)'1'),
        "magic only" => bytes[..4],
        "plan too long" => With(bytes, 5, 1),
        "plan length negative" => With(bytes, 4, 0x80),
        "plan cut" => bytes[..40],
        "plan changed" => With(bytes, 20, (byte)'#'),
        "numbers cut" => bytes[..(8 + PlanLength + 12)],
        "number too large" => With(bytes, 8 + PlanLength, 0x7F),
        "no charged count" => bytes[..(ChargedAt + 3)],
        "charged cut" => bytes[..^1],
        "charged count too large" => With(bytes, ChargedAt, 0x7F),
        "charged twice" => Repeat(bytes),
        "a byte more" => [.. bytes, 0],
        _ => throw new ArgumentException(damage),
    };

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[at] = value;
        return bytes;
    }

    private static byte[] Repeat(byte[] bytes)
    {
        Assert.Equal(9, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(ChargedAt)));
        bytes.AsSpan(ChargedAt + 4, 16).CopyTo(bytes.AsSpan(ChargedAt + 20));
        return bytes;
    }
}
