namespace Broker.Silo.Log;

/// <summary>An entry to append together with the opening of its head.</summary>
internal sealed record CommittedPending(PendingEntry Entry, byte[] SaltAndFacts);
