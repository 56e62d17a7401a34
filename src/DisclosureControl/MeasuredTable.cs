namespace Broker.DisclosureControl;

/// <summary>The noisy numbers of a period, as drawn once and stored; everything that leaves is a function of them.</summary>
/// <remarks>
/// It holds no true count. It is still secret: it holds the strata apart, each tier's extra noise, and, until the debits
/// are stored, the charged sources. Its bytes (<see cref="Encode"/>) are sealed by the caller.
/// </remarks>
public sealed class MeasuredTable
{
    private readonly long[][] noisy;
    private readonly long[][] extra;
    private readonly SourceKey[] charged;

    internal MeasuredTable(MeasurementPlan plan, long[][] noisy, long[][] extra, SourceKey[] charged)
    {
        Plan = plan;
        this.noisy = noisy;
        this.extra = extra;
        this.charged = charged;
    }

    /// <summary>The plan that it was measured under.</summary>
    public MeasurementPlan Plan { get; }

    /// <summary>The sources to debit <see cref="MeasurementPlan.RhoPerSource"/> each, ascending, each once; those over a cap included.</summary>
    public IReadOnlyList<SourceKey> Charged => charged;

    /// <summary>Reads exactly what <see cref="Encode"/> wrote.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out MeasuredTable? table, out MeasuredTableFault fault) =>
        MeasuredTableBytes.TryDecode(bytes, out table, out fault);

    /// <summary>The versioned bytes; their layout is in the specification.</summary>
    public byte[] Encode() => MeasuredTableBytes.Encode(this);

    /// <summary>The same table without the charged sources: what to keep once the debits are stored.</summary>
    public MeasuredTable WithoutCharged() => new(Plan, noisy, extra, []);

    /// <summary>A stratum's noisy numbers: the plan's cells in their order, then organisations by area. A simulation prints them; of a real table they are sealed.</summary>
    /// <param name="stratum">Index into the plan's tiers.</param>
    public ReadOnlySpan<long> Noisy(int stratum) => noisy[stratum];

    internal long[] NoisyOf(int stratum) => noisy[stratum];

    internal long[] ExtraOf(int tier) => extra[tier];

    /// <summary>A tier's raw value of a cell: its strata, its own extra noise and that of each more closed tier.</summary>
    internal long Raw(int tierIndex, int cell)
    {
        var value = ExtraFrom(tierIndex, cell);
        for (var stratum = 0; stratum <= tierIndex; stratum++)
        {
            value += noisy[stratum][cell];
        }

        return value;
    }

    /// <summary>What a tier's estimates are made of, in the plan's order of cells: its strata, its own extra noise and that of each more closed tier.</summary>
    /// <param name="tierIndex">Index into the plan's tiers.</param>
    public long[] RawCells(int tierIndex)
    {
        var row = new long[Plan.Keys.Count];
        for (var stratum = 0; stratum <= tierIndex; stratum++)
        {
            AddTo(row, noisy[stratum]);
        }

        for (var tier = tierIndex; tier < extra.Length; tier++)
        {
            AddTo(row, extra[tier]);
        }

        return row;
    }

    internal long ExtraFrom(int tierIndex, int cell)
    {
        var value = 0L;
        for (var tier = tierIndex; tier < extra.Length; tier++)
        {
            value += extra[tier][cell];
        }

        return value;
    }

    /// <summary>The noisy number of organisations behind an area in one stratum.</summary>
    internal long Organisations(int stratum, int area) => noisy[stratum][Plan.Keys.Count + area];

    private static void AddTo(long[] row, long[] terms)
    {
        for (var cell = 0; cell < row.Length; cell++)
        {
            row[cell] += terms[cell];
        }
    }
}
