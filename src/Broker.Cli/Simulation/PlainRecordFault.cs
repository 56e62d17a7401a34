namespace Broker.Cli;

/// <summary>Why a row of a file of plain records cannot be counted. Closed: a new reason is a new member.</summary>
internal enum PlainRecordFault
{
    /// <summary>The row has another number of fields than the header.</summary>
    Columns,

    /// <summary>The date is none of the form <c>yyyy-MM-dd</c>.</summary>
    Date,

    /// <summary>The place is neither an area of the plan nor a place of the gazetteer inside one.</summary>
    Area,

    /// <summary>The kind is none of the plan's.</summary>
    Kind,

    /// <summary>The label of the organisation is empty or longer than 200 characters.</summary>
    Organisation,

    /// <summary>The label of the source is empty or longer than 200 characters.</summary>
    Source,

    /// <summary>The tier is none of the plan's.</summary>
    Tier,
}
