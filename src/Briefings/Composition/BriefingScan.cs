using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The space-time scan of a briefing.</summary>
/// <param name="Status">How it ended.</param>
/// <param name="Areas">P-codes of the pattern's areas; null for the whole country, and without a pattern.</param>
/// <param name="Start">First day of the pattern; it ends with the period. Null without one.</param>
/// <param name="Weeks">Weeks of the pattern: 4, 8 or 12; 0 without one.</param>
/// <param name="Words">The same in sentences, with the rate of false alarms.</param>
public sealed record BriefingScan(ScanStatus Status, IReadOnlyList<string>? Areas, DateOnly? Start, int Weeks, string Words);
