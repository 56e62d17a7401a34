namespace Broker.Policy.Reading;

/// <summary>
/// A mapping with a fixed set of keys. Unknown and missing keys are reported when it is opened; each value is read as
/// the grammar says that it stands there, once it is asked for.
/// </summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);
    private readonly Grammar _grammar;
    private readonly Findings _findings;

    private Fields(YamlNode at, Grammar grammar, Findings findings) => (At, _grammar, _findings) = (at, grammar, findings);

    internal YamlNode At { get; }

    internal YamlNode? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Opens a mapping; null, after an error, when the node is none.</summary>
    internal static Fields? Open(YamlNode? node, Grammar grammar, Findings findings)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not YamlMapping mapping)
        {
            findings.Error(node, PolicyCodes.WrongShape, $"{grammar.What} must be a mapping");
            return null;
        }

        var fields = new Fields(node, grammar, findings);
        foreach (YamlEntry entry in mapping.Entries)
        {
            fields.Take(entry);
        }

        foreach (GrammarKey key in grammar.Keys.Where(key => key.IsRequired && fields[key.Name] is null))
        {
            findings.Error(node, PolicyCodes.MissingKey, $"{grammar.What} lacks the key `{key.Name}`");
        }

        return fields;
    }

    /// <summary>Opens the mapping under a key.</summary>
    internal Fields? Open(string key) => Open(this[key], ((MappingValue)_grammar.ValueOf(key)).Grammar, _findings);

    /// <summary>The text under a key: a name, a state, a text, a reason or a word.</summary>
    internal string? Text(string key) => Scalars.One(this[key], _grammar.ValueOf(key), _findings);

    internal DateOnly? Date(string key) => Scalars.Date(this[key], _findings);

    internal TimeSpan? Days(string key) => Scalars.Days(this[key], _findings);

    internal int? Whole(string key) => Scalars.Whole(this[key], _findings, (WholeValue)_grammar.ValueOf(key));

    /// <summary>The list of single values under a key.</summary>
    internal List<string> List(string key) => Lists.Values(this[key], (ListValue)_grammar.ValueOf(key), _findings);

    /// <summary>The entries of the mapping from names under a key.</summary>
    internal IReadOnlyList<YamlEntry> Named(string key) => Lists.Named(this[key], key, _findings, ((NamedValue)_grammar.ValueOf(key)).Most);

    /// <summary>The items of the list under a key.</summary>
    internal IReadOnlyList<YamlNode> Items(string key)
    {
        var list = (ListValue)_grammar.ValueOf(key);
        return Lists.Items(this[key], _findings, list.Most, list.MayBeEmpty);
    }

    /// <summary>The keys given, of those of which the grammar wants exactly one.</summary>
    internal string[] Chosen() => [.. _grammar.ExactlyOne.Where(key => this[key] is not null)];

    /// <summary>The first key that makes no sense without, or beside, another, in words; null when there is none.</summary>
    internal string? Misplaced()
    {
        foreach (GrammarKey key in _grammar.Keys.Where(key => this[key.Name] is not null))
        {
            if (key.Needs is { } needed && this[needed] is null)
            {
                return $"`{key.Name}` belongs to {_grammar.What} of {needed}";
            }

            if (key.Excludes is { } other && this[other] is not null)
            {
                return $"{_grammar.What} of {other} has no `{key.Name}`";
            }
        }

        return null;
    }

    private void Take(YamlEntry entry)
    {
        if (_grammar.Find(entry.Key.Value) is not null)
        {
            _values.Add(entry.Key.Value, entry.Value);
            return;
        }

        string known = string.Join(", ", _grammar.Keys.Select(key => key.Name));
        _findings.Error(entry.Key, PolicyCodes.UnknownKey, $"unknown key {Findings.Quote(entry.Key.Value)} in {_grammar.What}, which knows {known}");
    }
}
