namespace Broker.Briefings;

/// <summary>When an event happened.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day, inclusive; not before <paramref name="From"/>.</param>
/// <param name="Precision">How exactly it is known; it bounds the length.</param>
public readonly record struct ObservedInterval(DateOnly From, DateOnly To, IntervalPrecision Precision)
{
    /// <summary>Whether the ends are in order and no further apart than the precision says.</summary>
    public bool IsConsistent => To >= From && To.DayNumber - From.DayNumber < LongestDays(Precision);

    private static int LongestDays(IntervalPrecision precision) => precision switch
    {
        IntervalPrecision.Day => 1,
        IntervalPrecision.Days => 7,
        IntervalPrecision.Week => 14,
        IntervalPrecision.Month => 62,
        _ => 731,
    };
}
