using System.Buffers.Binary;
using System.Text;

namespace Broker.DisclosureControl;

/// <summary>The stored bytes of a measured table.</summary>
/// <remarks>
/// All integers big-endian: 4 bytes <c>BMT2</c>; 4 bytes length of the plan's text; the text; for each stratum its noisy
/// numbers, 8 bytes each (two's complement), in the plan's order, organisations last; for each tier its extra noise, cells
/// only; 4 bytes number of charged sources; 16 bytes each, strictly ascending. Nothing follows.
/// Limits: plan 64 KiB, numbers within ±2^53, 16,777,216 sources.
/// </remarks>
internal static class MeasuredTableBytes
{
    internal const int MaxCharged = 1 << 24;
    private const long MaxMagnitude = 1L << 53;
    private static ReadOnlySpan<byte> Magic => "BMT2"u8;

    internal static byte[] Encode(MeasuredTable table)
    {
        var plan = table.Plan;
        var text = Encoding.ASCII.GetBytes(plan.CanonicalText);
        var bytes = new byte[12 + text.Length + (8 * (plan.Width + plan.Keys.Count) * plan.Tiers.Count) + (16 * table.Charged.Count)];
        Magic.CopyTo(bytes);
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(4), text.Length);
        text.CopyTo(bytes, 8);
        var at = 8 + text.Length;
        for (var index = 0; index < 2 * plan.Tiers.Count; index++)
        {
            foreach (var value in index < plan.Tiers.Count ? table.NoisyOf(index) : table.ExtraOf(index - plan.Tiers.Count))
            {
                BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(at), value);
                at += 8;
            }
        }

        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(at), table.Charged.Count);
        at += 4;
        foreach (var source in table.Charged)
        {
            BinaryPrimitives.WriteUInt128BigEndian(bytes.AsSpan(at), source.Value);
            at += 16;
        }

        return bytes;
    }

    internal static bool TryDecode(ReadOnlySpan<byte> bytes, out MeasuredTable? table, out MeasuredTableFault fault)
    {
        table = null;
        fault = TryPlan(ref bytes, out var plan);
        if (fault != MeasuredTableFault.None)
        {
            return false;
        }

        var rows = new long[2 * plan!.Tiers.Count][];
        for (var index = 0; index < rows.Length && fault == MeasuredTableFault.None; index++)
        {
            fault = TryRow(ref bytes, index < plan.Tiers.Count ? plan.Width : plan.Keys.Count, out rows[index]);
        }

        SourceKey[] charged = [];
        if (fault == MeasuredTableFault.None)
        {
            fault = TryCharged(bytes, out charged);
        }

        table = fault == MeasuredTableFault.None
            ? new MeasuredTable(plan, rows[..plan.Tiers.Count], rows[plan.Tiers.Count..], charged)
            : null;
        return table is not null;
    }

    private static MeasuredTableFault TryPlan(ref ReadOnlySpan<byte> bytes, out MeasurementPlan? plan)
    {
        plan = null;
        if (!bytes.StartsWith(Magic))
        {
            return MeasuredTableFault.UnknownFormat;
        }

        if (bytes.Length < 8)
        {
            return MeasuredTableFault.Truncated;
        }

        var length = BinaryPrimitives.ReadInt32BigEndian(bytes[4..]);
        if (length is < 0 or > PlanText.MaxBytes)
        {
            return MeasuredTableFault.BadPlan;
        }

        if (bytes.Length - 8 < length)
        {
            return MeasuredTableFault.Truncated;
        }

        var known = PlanText.TryParse(bytes.Slice(8, length), out plan);
        bytes = bytes[(8 + length)..];
        return known ? MeasuredTableFault.None : MeasuredTableFault.BadPlan;
    }

    private static MeasuredTableFault TryRow(ref ReadOnlySpan<byte> bytes, int width, out long[] row)
    {
        row = [];
        if (bytes.Length < 8 * width)
        {
            return MeasuredTableFault.Truncated;
        }

        row = new long[width];
        for (var index = 0; index < width; index++)
        {
            row[index] = BinaryPrimitives.ReadInt64BigEndian(bytes[(8 * index)..]);
            if (row[index] is < -MaxMagnitude or > MaxMagnitude)
            {
                return MeasuredTableFault.OutOfRange;
            }
        }

        bytes = bytes[(8 * width)..];
        return MeasuredTableFault.None;
    }

    private static MeasuredTableFault TryCharged(ReadOnlySpan<byte> bytes, out SourceKey[] charged)
    {
        charged = [];
        if (bytes.Length < 4)
        {
            return MeasuredTableFault.Truncated;
        }

        var count = BinaryPrimitives.ReadInt32BigEndian(bytes);
        if (count is < 0 or > MaxCharged)
        {
            return MeasuredTableFault.BadCharged;
        }

        bytes = bytes[4..];
        if (bytes.Length != 16L * count)
        {
            return bytes.Length < 16L * count ? MeasuredTableFault.Truncated : MeasuredTableFault.TrailingBytes;
        }

        charged = new SourceKey[count];
        for (var index = 0; index < count; index++)
        {
            charged[index] = new SourceKey(BinaryPrimitives.ReadUInt128BigEndian(bytes[(16 * index)..]));
            if (index > 0 && charged[index].CompareTo(charged[index - 1]) <= 0)
            {
                return MeasuredTableFault.BadCharged;
            }
        }

        return MeasuredTableFault.None;
    }
}
