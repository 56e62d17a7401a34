using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>One alert of a briefing: the cell, what is claimed, and the words. It carries no number of its own but the tier's threshold in its words.</summary>
/// <param name="Area">As in <see cref="BriefingCell"/>.</param>
/// <param name="Category">As in <see cref="BriefingCell"/>.</param>
/// <param name="Kind">What is claimed.</param>
/// <param name="Words">The claim and the rate of false alarms, in sentences.</param>
public sealed record BriefingAlert(string? Area, string? Category, AlertKind Kind, string Words);
