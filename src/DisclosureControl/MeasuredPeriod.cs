namespace Broker.DisclosureControl;

/// <summary>A period of a vintage: a week's flash or a block's final. Each is measured once.</summary>
/// <remarks>References: docs/specs/disclosure-control.md ("The calendar"). A week and a block never have the same name.</remarks>
/// <param name="Vintage">Flash or final.</param>
/// <param name="Ordinal">Of the week for a flash, of the block for a final.</param>
public readonly record struct MeasuredPeriod(ReleaseVintage Vintage, int Ordinal)
{
    /// <summary>Hours between the cut-off of a flash and its first issue.</summary>
    public const int FlashEmbargoHours = 72;

    /// <summary>The period's name: <c>2014-01</c> for a final, <c>2014-W05</c> for a flash.</summary>
    public string Id => IsFinal ? Block.Id.ToString() : Week.Id;

    /// <summary>The first day, a Monday (UTC).</summary>
    public DateOnly Start => IsFinal ? Block.Start : Week.Start;

    /// <summary>The day after the last (UTC).</summary>
    public DateOnly End => IsFinal ? Block.End : Week.End;

    /// <summary>When it is measured; what comes later enters the final of the block or stays sealed.</summary>
    public DateTimeOffset CutOff => IsFinal ? Block.FinalCutOff : Week.FlashCutOff;

    /// <summary>When its first release may leave: a final at its cut-off, a flash after the embargo.</summary>
    public DateTimeOffset EarliestIssue => IsFinal ? CutOff : CutOff.AddHours(FlashEmbargoHours);

    /// <summary>The block itself, or the block that holds the week: what the ledger charges.</summary>
    public FourWeekBlock Block => IsFinal ? FourWeekCalendar.FromOrdinal(Ordinal) : Week.Block;

    /// <summary>Whether it is the final of a block.</summary>
    public bool IsFinal => Vintage == ReleaseVintage.Final;

    /// <summary>The vintage in names and paths: <c>final</c> or <c>flash</c>.</summary>
    public string Slug => SlugOf(Vintage);

    private IsoWeek Week => IsoWeek.FromOrdinal(Ordinal);

    /// <summary>The final of a block.</summary>
    public static MeasuredPeriod Final(FourWeekBlock block) => new(ReleaseVintage.Final, block.Ordinal);

    /// <summary>The flash of a week.</summary>
    public static MeasuredPeriod Flash(IsoWeek week) => new(ReleaseVintage.Flash, week.Ordinal);

    /// <summary>Reads exactly what <see cref="Id"/> writes: a week and a block never share a name, so it tells the vintage.</summary>
    public static bool TryParse(ReadOnlySpan<char> id, out MeasuredPeriod period)
    {
        if (FourWeekCalendar.TryParse(id, out var block))
        {
            period = Final(block);
            return true;
        }

        var isWeek = IsoWeek.TryParse(id, out var week);
        period = isWeek ? Flash(week) : default;
        return isWeek;
    }

    /// <summary>Reads exactly what <see cref="Id"/> and <see cref="Slug"/> write.</summary>
    public static bool TryParse(ReadOnlySpan<char> id, ReadOnlySpan<char> vintage, out MeasuredPeriod period)
    {
        if (TryParse(id, out period) && vintage.SequenceEqual(period.Slug))
        {
            return true;
        }

        period = default;
        return false;
    }

    /// <summary>The period of the same vintage that many periods later.</summary>
    public MeasuredPeriod Next(int periods = 1) => this with { Ordinal = Ordinal + periods };

    /// <inheritdoc />
    public override string ToString() => $"{Id}/{Slug}";

    private static string SlugOf(ReleaseVintage vintage) => vintage switch
    {
        ReleaseVintage.Final => "final",
        ReleaseVintage.Flash => "flash",
        _ => throw new ArgumentOutOfRangeException(nameof(vintage)),
    };
}
