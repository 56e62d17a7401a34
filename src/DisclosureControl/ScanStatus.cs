namespace Broker.DisclosureControl;

/// <summary>How a space-time scan ended.</summary>
public enum ScanStatus
{
    /// <summary>There are too few finals before to compare with: nothing was looked for.</summary>
    TooFewFinals,

    /// <summary>No pattern that the noise allows to see; there may be one that is smaller.</summary>
    NoPattern,

    /// <summary>A pattern, named in the finding.</summary>
    Pattern,
}
