namespace Broker.Cli;

/// <summary>The closed text codes of <see cref="PlainRecordFault"/>; a code names a column, never its content.</summary>
internal static class PlainRecordFaults
{
    public static string Code(PlainRecordFault fault) => fault switch
    {
        PlainRecordFault.Columns => "columns",
        PlainRecordFault.Date => "date",
        PlainRecordFault.Area => "area",
        PlainRecordFault.Kind => "kind",
        PlainRecordFault.Organisation => "organisation",
        PlainRecordFault.Source => "source",
        PlainRecordFault.Tier => "tier",
        _ => throw new ArgumentOutOfRangeException(nameof(fault)),
    };
}
