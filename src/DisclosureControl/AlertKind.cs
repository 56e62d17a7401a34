namespace Broker.DisclosureControl;

/// <summary>What an alert claims of a cell.</summary>
public enum AlertKind
{
    /// <summary>At least k sources now, in a cell that was shown in none of the last three finals. It does not claim that there were fewer before.</summary>
    BecomesShown,

    /// <summary>More than the mean of the last three finals.</summary>
    Rise,
}
