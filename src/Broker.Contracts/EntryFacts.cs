namespace Broker.Contracts;

/// <summary>What an entry commits to, for auditors.</summary>
/// <param name="Index">The entry's index.</param>
/// <param name="Salt">32 bytes.</param>
/// <param name="Facts">The facts' text; SHA-256 of salt and facts is the entry's head.</param>
[GenerateSerializer, Immutable, Alias("broker.entry-facts")]
public sealed record EntryFacts(
    [property: Id(0)] long Index,
    [property: Id(1)] byte[] Salt,
    [property: Id(2)] byte[] Facts);
