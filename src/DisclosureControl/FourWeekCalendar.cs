using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>The fixed grid of four-week blocks. It has no clock: which block is due is its caller's question.</summary>
/// <remarks>Parameters: block 0 begins on Monday 2012-12-31; blocks whose ISO year is 1900 to 2199 have a name.</remarks>
public static class FourWeekCalendar
{
    /// <summary>First ISO year that has named blocks.</summary>
    public const int FirstYear = 1900;

    /// <summary>Last ISO year that has named blocks.</summary>
    public const int LastYear = 2199;

    /// <summary>First day of block 0.</summary>
    public static DateOnly Origin { get; } = new(2012, 12, 31);

    private static int First { get; } = FirstOf(FirstYear).Ordinal;

    private static int Last { get; } = FirstOf(LastYear + 1).Ordinal - 1;

    /// <summary>The block of an ordinal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The block is outside the named years.</exception>
    public static FourWeekBlock FromOrdinal(int ordinal)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(ordinal, First);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(ordinal, Last);
        return new FourWeekBlock(ordinal);
    }

    /// <summary>The block that holds the day (UTC).</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is outside the named years.</exception>
    public static FourWeekBlock Containing(DateOnly day) => FromOrdinal(OrdinalAt(day));

    /// <summary>The block that an id as <c>2014-01</c> names.</summary>
    /// <exception cref="FormatException">It is not the name of a block.</exception>
    public static FourWeekBlock Parse(ReadOnlySpan<char> id) => PeriodId.Parse(id).Block;

    /// <summary>As <see cref="Parse"/>, with refusal as a value.</summary>
    public static bool TryParse(ReadOnlySpan<char> id, out FourWeekBlock block)
    {
        var known = PeriodId.TryParse(id, out var period);
        block = known ? period.Block : default;
        return known;
    }

    internal static bool IsNamed(int ordinal) => ordinal >= First && ordinal <= Last;

    internal static PeriodId IdOf(FourWeekBlock block)
    {
        var year = ISOWeek.GetYear(FromOrdinal(block.Ordinal).Start);
        return new PeriodId(year, block.Ordinal - FirstOf(year).Ordinal + 1);
    }

    internal static int BlocksIn(int isoYear) => FirstOf(isoYear + 1).Ordinal - FirstOf(isoYear).Ordinal;

    /// <summary>The first block on the grid that begins in the ISO year: at its first Monday or up to three weeks later.</summary>
    internal static FourWeekBlock FirstOf(int isoYear) =>
        new(OrdinalAt(ISOWeek.ToDateOnly(isoYear, 1, DayOfWeek.Monday).AddDays(FourWeekBlock.Days - 1)));

    private static int OrdinalAt(DateOnly day)
    {
        var days = day.DayNumber - Origin.DayNumber;
        return (days - (((days % FourWeekBlock.Days) + FourWeekBlock.Days) % FourWeekBlock.Days)) / FourWeekBlock.Days;
    }
}
