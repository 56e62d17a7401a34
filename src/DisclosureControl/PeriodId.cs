using System.Globalization;

namespace Broker.DisclosureControl;

/// <summary>The name of a four-week block, <c>2014-01</c>: the ISO-8601 year of its first week, and its number in that year.</summary>
/// <remarks>Only blocks of the grid have a name: <see cref="TryParse"/> refuses a number that the year does not reach.</remarks>
public readonly record struct PeriodId
{
    internal PeriodId(int year, int number) => (Year, Number) = (year, number);

    /// <summary>ISO-8601 year of the block's first week.</summary>
    public int Year { get; }

    /// <summary>1 to 14.</summary>
    public int Number { get; }

    /// <summary>The block of that name.</summary>
    public FourWeekBlock Block => FourWeekCalendar.FirstOf(Year).Next(Number - 1);

    /// <summary>Reads exactly <c>YYYY-NN</c> of a block on the grid.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out PeriodId id)
    {
        id = default;
        if (text.Length != 7 || text[4] != '-'
            || !int.TryParse(text[..4], NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            || !int.TryParse(text[5..], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || year is < FourWeekCalendar.FirstYear or > FourWeekCalendar.LastYear
            || number < 1 || number > FourWeekCalendar.BlocksIn(year))
        {
            return false;
        }

        id = new PeriodId(year, number);
        return true;
    }

    /// <summary>Reads as <see cref="TryParse"/> does.</summary>
    /// <exception cref="FormatException">It is not the name of a block.</exception>
    public static PeriodId Parse(ReadOnlySpan<char> text) =>
        TryParse(text, out var id) ? id : throw new FormatException("not the name of a four-week block");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:D4}-{Number:D2}");
}
