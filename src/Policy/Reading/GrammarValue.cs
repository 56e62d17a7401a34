namespace Broker.Policy.Reading;

/// <summary>What may stand under a key or in a list, with its limits.</summary>
internal abstract record GrammarValue;

/// <summary>A single value of a form that has no limits of its own.</summary>
internal sealed record ScalarValue(ScalarKind Kind) : GrammarValue;

/// <summary>One of a closed list of words.</summary>
internal sealed record WordValue(IReadOnlyList<string> Words) : GrammarValue;

/// <summary>A whole number; a floor of the broker may leave fewer than the form does.</summary>
internal sealed record WholeValue(int Least, int Most, GrammarFloor? Floor = null) : GrammarValue;

/// <summary>A list without doubles.</summary>
internal sealed record ListValue(GrammarValue Item, int Most, bool MayBeEmpty = false) : GrammarValue;

/// <summary>A mapping from names, never empty.</summary>
internal sealed record NamedValue(GrammarValue Item, int Most) : GrammarValue;

/// <summary>A mapping from states.</summary>
internal sealed record ByStateValue(GrammarValue Item) : GrammarValue;

/// <summary>A mapping with a fixed set of keys.</summary>
internal sealed record MappingValue(Grammar Grammar) : GrammarValue;

/// <summary>One of several, told apart by their shape.</summary>
internal sealed record EitherValue(IReadOnlyList<GrammarValue> Ways) : GrammarValue;
