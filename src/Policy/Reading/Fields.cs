namespace Broker.Policy.Reading;

/// <summary>A mapping with a fixed set of keys. Unknown and missing keys are reported when it is opened.</summary>
internal sealed class Fields
{
    private readonly Dictionary<string, YamlNode> _values = new(StringComparer.Ordinal);

    private Fields(YamlNode at) => At = at;

    internal YamlNode At { get; }

    internal YamlNode? this[string key] => _values.GetValueOrDefault(key);

    /// <summary>Opens a mapping; null, after an error, when the node is none.</summary>
    internal static Fields? Open(YamlNode? node, string what, Findings findings, string[] required, string[] optional)
    {
        if (node is null)
        {
            return null;
        }

        if (node is not YamlMapping mapping)
        {
            findings.Error(node, PolicyCodes.WrongShape, $"{what} must be a mapping");
            return null;
        }

        var fields = new Fields(node);
        foreach (YamlEntry entry in mapping.Entries)
        {
            if (required.Contains(entry.Key.Value) || optional.Contains(entry.Key.Value))
            {
                fields._values.Add(entry.Key.Value, entry.Value);
            }
            else
            {
                string known = string.Join(", ", required.Concat(optional));
                findings.Error(entry.Key, PolicyCodes.UnknownKey, $"unknown key {Findings.Quote(entry.Key.Value)} in {what}, which knows {known}");
            }
        }

        foreach (string key in required.Where(key => !fields._values.ContainsKey(key)))
        {
            findings.Error(node, PolicyCodes.MissingKey, $"{what} lacks the key `{key}`");
        }

        return fields;
    }
}
