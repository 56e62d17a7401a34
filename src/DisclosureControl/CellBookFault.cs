namespace Broker.DisclosureControl;

/// <summary>Why bytes are not a book of cells.</summary>
public enum CellBookFault
{
    /// <summary>No fault.</summary>
    None,

    /// <summary>The bytes do not begin with this format's name and version.</summary>
    UnknownFormat,

    /// <summary>The bytes end early.</summary>
    Truncated,

    /// <summary>The book was written for other areas, categories, strata, cap or period.</summary>
    OtherShape,

    /// <summary>A number is outside the shape, or a list is empty where it may not be.</summary>
    OutOfRange,

    /// <summary>A list is not strictly ascending, or holds what nothing uses: the bytes are not canonical.</summary>
    NotCanonical,

    /// <summary>Bytes follow the end.</summary>
    TrailingBytes,
}
