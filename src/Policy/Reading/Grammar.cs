namespace Broker.Policy.Reading;

/// <summary>
/// A mapping of the grammar with a fixed set of keys. Each stands once: the reader opens mappings by it and the schema
/// for editors is written from it, so that the two cannot drift apart.
/// </summary>
/// <param name="Id">Its name in the schema.</param>
/// <param name="What">Its name in messages, as <c>a tier</c>.</param>
/// <param name="Description">What it is, for editors.</param>
/// <param name="Keys">Its keys, in the order in which messages list them.</param>
internal sealed record Grammar(string Id, string What, string Description, IReadOnlyList<GrammarKey> Keys)
{
    private readonly Dictionary<string, GrammarKey> _byName = Keys.ToDictionary(key => key.Name, StringComparer.Ordinal);

    /// <summary>Exactly one of these keys stands in the mapping; empty: no such rule.</summary>
    internal IReadOnlyList<string> ExactlyOne { get; init; } = [];

    /// <summary>At least one of these keys stands in the mapping; empty: no such rule.</summary>
    internal IReadOnlyList<string> AtLeastOne { get; init; } = [];

    internal GrammarKey? Find(string key) => _byName.GetValueOrDefault(key);

    /// <summary>What stands under a key; asking for a key that the mapping does not have is a fault of the reader.</summary>
    internal GrammarValue ValueOf(string key) => _byName[key].Value;
}
