namespace Broker.Cli;

/// <summary>Why a row of the event dataset cannot become a source record. Closed: a new reason is a new member.</summary>
internal enum GedFault
{
    /// <summary>The row has another number of fields than the header.</summary>
    Columns,

    /// <summary>The type of violence is none of the three.</summary>
    Kind,

    /// <summary>The first side is not in the table of actors.</summary>
    ActorA,

    /// <summary>The second side is not in the table of actors.</summary>
    ActorB,

    /// <summary>The names of the area are not in the table of P-codes, or none is given although the precision says that one is known.</summary>
    Place,

    /// <summary>A date is none, or has a time of day.</summary>
    Date,

    /// <summary>The last day is before the first.</summary>
    DateOrder,

    /// <summary>The precision of the date is unknown, or the interval is longer than it allows.</summary>
    DatePrecision,

    /// <summary>A count of deaths is no whole number from 0 to 1,000,000.</summary>
    Killed,

    /// <summary>Neither a source nor an article is named, so nothing could be counted as one source.</summary>
    SourceMissing,
}
