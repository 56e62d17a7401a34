using Broker.Briefings;

namespace Broker.Cli;

/// <summary>One row of the event dataset, ready to be sealed; the observation still lacks its record name and source tag.</summary>
internal sealed class MappedRow
{
    /// <summary>Physical line on which the row starts.</summary>
    public required int Line { get; init; }

    /// <summary>The office that deposits the row: the first that it names.</summary>
    public required string Office { get; init; }

    /// <summary>Calendar year as the row states it, for totals.</summary>
    public required string Year { get; init; }

    /// <summary>First-order area as the row states it, for totals; empty for none.</summary>
    public required string Adm1 { get; init; }

    public required EventKind Kind { get; init; }

    public required Actor ActorA { get; init; }

    public required Actor ActorB { get; init; }

    public required string Place { get; init; }

    public required ObservedInterval Interval { get; init; }

    public required CountRange Killed { get; init; }

    /// <summary>True when the three counts were out of order and the range was widened to hold all of them.</summary>
    public required bool KilledWidened { get; init; }

    /// <summary>What the source tag is made of; sensitive.</summary>
    public required byte[] SourceIdentity { get; init; }

    /// <summary>The source part; sensitive.</summary>
    public required byte[] SourcePart { get; init; }

    /// <summary>A fixed word: a row never prints itself.</summary>
    public override string ToString() => "mapped row";
}
