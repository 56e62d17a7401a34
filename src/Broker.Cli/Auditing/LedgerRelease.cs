using Broker.Briefings;

namespace Broker.Cli;

/// <summary>A release that holds records of the depositor who asks.</summary>
/// <param name="Index">Index of the release's entry in the log.</param>
/// <param name="Opening">What the slot commits to; null when the broker keeps it no longer.</param>
internal sealed record LedgerRelease(long Index, SlotOpening? Opening);
