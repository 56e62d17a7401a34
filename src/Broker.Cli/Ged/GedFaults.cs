namespace Broker.Cli;

/// <summary>The closed text codes of <see cref="GedFault"/>; a code names a column, never its content.</summary>
internal static class GedFaults
{
    public static string Code(GedFault fault) => fault switch
    {
        GedFault.Columns => "columns",
        GedFault.Kind => "kind",
        GedFault.ActorA => "actor-a",
        GedFault.ActorB => "actor-b",
        GedFault.Place => "place",
        GedFault.Date => "date",
        GedFault.DateOrder => "date-order",
        GedFault.DatePrecision => "date-precision",
        GedFault.Killed => "killed",
        GedFault.SourceMissing => "source-missing",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
