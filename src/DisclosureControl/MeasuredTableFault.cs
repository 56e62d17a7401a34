namespace Broker.DisclosureControl;

/// <summary>Why bytes are not a measured table.</summary>
public enum MeasuredTableFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The bytes do not begin with this format's name and version.</summary>
    UnknownFormat,

    /// <summary>The bytes end early.</summary>
    Truncated,

    /// <summary>The plan is not a canonical plan text.</summary>
    BadPlan,

    /// <summary>The charged sources are not strictly ascending, or too many.</summary>
    BadCharged,

    /// <summary>A noisy number is further from nought than any measurement can be.</summary>
    OutOfRange,

    /// <summary>Bytes follow the end.</summary>
    TrailingBytes,
}
