namespace Broker.Briefings;

/// <summary>How exactly the time of an event is known.</summary>
public enum IntervalPrecision
{
    /// <summary>One day: both ends are the same.</summary>
    Day,

    /// <summary>At most 7 days.</summary>
    Days,

    /// <summary>At most 14 days.</summary>
    Week,

    /// <summary>At most 62 days.</summary>
    Month,

    /// <summary>Any length of at most two years.</summary>
    Longer,
}
