namespace Broker.DisclosureControl;

/// <summary>What a space-time scan of a final found.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Finding">The pattern; null unless the status is <see cref="ScanStatus.Pattern"/>.</param>
public sealed record ScanResult(ScanStatus Status, ScanFinding? Finding);
