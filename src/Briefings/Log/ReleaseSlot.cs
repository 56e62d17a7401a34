namespace Broker.Briefings;

/// <summary>One slot of a release entry: a depositor's, or a dummy that nobody can tell from one.</summary>
/// <param name="Tag"><see cref="ReleaseEntry.SlotTag"/> of the depositor, or random.</param>
/// <param name="Opening">SHA-256 of the slot's opening, or random.</param>
public readonly record struct ReleaseSlot(Tag16 Tag, Sha256Digest Opening);
