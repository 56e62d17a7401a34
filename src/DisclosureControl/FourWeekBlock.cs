namespace Broker.DisclosureControl;

/// <summary>Four weeks of the fixed grid, by their ordinal; block 0 begins on Monday 2012-12-31.</summary>
/// <param name="Ordinal">Number of blocks after block 0; negative before it.</param>
public readonly record struct FourWeekBlock(int Ordinal) : IComparable<FourWeekBlock>
{
    /// <summary>Days in a block.</summary>
    public const int Days = 28;

    /// <summary>Days between the end of a block and the cut-off of its final release.</summary>
    public const int FinalDays = 21;

    /// <summary>The first day, a Monday (UTC).</summary>
    public DateOnly Start => FourWeekCalendar.Origin.AddDays(Ordinal * Days);

    /// <summary>The day after the last (UTC), the start of the next block.</summary>
    public DateOnly End => Start.AddDays(Days);

    /// <summary>When the final is measured: <see cref="End"/> + 21 days, midnight UTC. What comes later stays sealed.</summary>
    public DateTimeOffset FinalCutOff => new(End.AddDays(FinalDays), TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The block's name.</summary>
    public PeriodId Id => FourWeekCalendar.IdOf(this);

    /// <summary>The block that many blocks later.</summary>
    public FourWeekBlock Next(int blocks = 1) => new(Ordinal + blocks);

    /// <inheritdoc />
    public int CompareTo(FourWeekBlock other) => Ordinal.CompareTo(other.Ordinal);

    /// <summary>Earlier than.</summary>
    public static bool operator <(FourWeekBlock left, FourWeekBlock right) => left.Ordinal < right.Ordinal;

    /// <summary>Later than.</summary>
    public static bool operator >(FourWeekBlock left, FourWeekBlock right) => left.Ordinal > right.Ordinal;

    /// <summary>Not later than.</summary>
    public static bool operator <=(FourWeekBlock left, FourWeekBlock right) => left.Ordinal <= right.Ordinal;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(FourWeekBlock left, FourWeekBlock right) => left.Ordinal >= right.Ordinal;
}
