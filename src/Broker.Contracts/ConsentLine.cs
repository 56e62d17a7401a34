namespace Broker.Contracts;

/// <summary>A depositor's records of one revision, and what it agreed to about them.</summary>
/// <param name="Revision">A revision that is or was in force.</param>
/// <param name="Records">How many of the depositor's own records were deposited under it and are still to be counted.</param>
/// <param name="To">The revision that they are treated as deposited under; empty when no consent stands.</param>
/// <param name="EntryIndex">Index of the entry of the last consent or revocation; -1 when there is none.</param>
/// <param name="Given">Its day, UTC; the first day of all when there is none.</param>
[GenerateSerializer, Immutable, Alias("broker.consent-line")]
public sealed record ConsentLine(
    [property: Id(0)] string Revision,
    [property: Id(1)] long Records,
    [property: Id(2)] string To,
    [property: Id(3)] long EntryIndex,
    [property: Id(4)] DateOnly Given);
