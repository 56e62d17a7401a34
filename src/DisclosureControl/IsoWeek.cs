using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>A week of the fixed grid, by its ordinal; week 0 begins on Monday 2012-12-31 and four weeks make a block.</summary>
/// <remarks>
/// References: ISO 8601 week dates. The weeks that have a name are exactly those of the named blocks
/// (<see cref="FourWeekCalendar"/>), so that each has a block.
/// </remarks>
/// <param name="Ordinal">Number of weeks after week 0; negative before it.</param>
public readonly record struct IsoWeek(int Ordinal) : IComparable<IsoWeek>
{
    /// <summary>Days in a week.</summary>
    public const int Days = 7;

    /// <summary>Weeks in a block.</summary>
    public const int InBlock = FourWeekBlock.Days / Days;

    /// <summary>The first day, a Monday (UTC).</summary>
    public DateOnly Start => FourWeekCalendar.Origin.AddDays(Ordinal * Days);

    /// <summary>The day after the last (UTC), the start of the next week.</summary>
    public DateOnly End => Start.AddDays(Days);

    /// <summary>The block that holds the week.</summary>
    public FourWeekBlock Block => FourWeekCalendar.FromOrdinal(BlockOrdinal(Ordinal));

    /// <summary>When the flash is measured: Sunday 24:00 UTC, which is <see cref="End"/> at midnight.</summary>
    public DateTimeOffset FlashCutOff => new(End, TimeOnly.MinValue, TimeSpan.Zero);

    /// <summary>The week's name, as <c>2014-W05</c>: ISO year and number of the week in it.</summary>
    public string Id
    {
        get
        {
            var day = FromOrdinal(Ordinal).Start;
            return string.Create(CultureInfo.InvariantCulture, $"{ISOWeek.GetYear(day):D4}-W{ISOWeek.GetWeekOfYear(day):D2}");
        }
    }

    /// <summary>The week of an ordinal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The week is in no named block.</exception>
    public static IsoWeek FromOrdinal(int ordinal)
    {
        FourWeekCalendar.FromOrdinal(BlockOrdinal(ordinal));
        return new IsoWeek(ordinal);
    }

    /// <summary>The week that holds the day (UTC).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is in no named block.</exception>
    public static IsoWeek Containing(DateOnly day) => FromOrdinal(OrdinalAt(day));

    /// <summary>Reads exactly <c>YYYY-Www</c> of a week that has a name.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out IsoWeek week)
    {
        week = default;
        if (text.Length != 8 || text[4] != '-' || text[5] != 'W'
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text[6..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < FourWeekCalendar.FirstYear or > FourWeekCalendar.LastYear + 1
            || number < 1 || number > ISOWeek.GetWeeksInYear(year))
        {
            return false;
        }

        // Weeks of the last named block reach into the year after; those of the block before the first have no name.
        var ordinal = OrdinalAt(ISOWeek.ToDateOnly(year, number, DayOfWeek.Monday));
        if (!FourWeekCalendar.IsNamed(BlockOrdinal(ordinal)))
        {
            return false;
        }

        week = new IsoWeek(ordinal);
        return true;
    }

    /// <summary>Reads as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">It is not the name of a week.</exception>
    public static IsoWeek Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var week) ? week : throw new FormatException("not the name of a week");

    /// <summary>The week that many weeks later.</summary>
    public IsoWeek Next(int weeks = 1) => new(Ordinal + weeks);

    /// <inheritdoc />
    public int CompareTo(IsoWeek other) => Ordinal.CompareTo(other.Ordinal);

    /// <inheritdoc />
    public override string ToString() => Id;

    /// <summary>Earlier than.</summary>
    public static bool operator <(IsoWeek left, IsoWeek right) => left.Ordinal < right.Ordinal;

    /// <summary>Later than.</summary>
    public static bool operator >(IsoWeek left, IsoWeek right) => left.Ordinal > right.Ordinal;

    /// <summary>Not later than.</summary>
    public static bool operator <=(IsoWeek left, IsoWeek right) => left.Ordinal <= right.Ordinal;

    /// <summary>Not earlier than.</summary>
    public static bool operator >=(IsoWeek left, IsoWeek right) => left.Ordinal >= right.Ordinal;

    private static int OrdinalAt(DateOnly day) => FloorDivide(day.DayNumber - FourWeekCalendar.Origin.DayNumber, Days);

    private static int BlockOrdinal(int week) => FloorDivide(week, InBlock);

    private static int FloorDivide(int value, int divisor) => (value / divisor) - (value % divisor < 0 ? 1 : 0);
}
