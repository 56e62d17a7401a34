namespace Broker.DisclosureControl;

/// <summary>What a tier learns of a cell.</summary>
public enum CellStatus
{
    /// <summary>The tier's terms do not include the cell's group.</summary>
    NotInTier,

    /// <summary>Too few to say, or none: the same status for both.</summary>
    Suppressed,

    /// <summary>An estimate and its interval are shown.</summary>
    Published,
}
