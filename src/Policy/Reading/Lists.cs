namespace Broker.Policy.Reading;

/// <summary>Reads lists and mappings of like things.</summary>
internal static class Lists
{
    /// <summary>A list of single values as the grammar has it.</summary>
    internal static List<string> Values(YamlNode? node, ListValue list, Findings findings) =>
        Values(node, list, findings, item => Scalars.One(item, list.Item, findings));

    /// <summary>A list of values without doubles; a value that is wrong is reported and left out.</summary>
    internal static List<string> Values(YamlNode? node, ListValue list, Findings findings, Func<YamlNode, string?> readOne)
    {
        var values = new List<string>();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (YamlNode item in Items(node, findings, list.Most, list.MayBeEmpty))
        {
            if (readOne(item) is not { } value)
            {
                continue;
            }

            if (!seen.Add(value))
            {
                findings.Error(item, PolicyCodes.DuplicateItem, $"{Findings.Quote(value)} is listed twice");
                continue;
            }

            values.Add(value);
        }

        return values;
    }

    internal static IReadOnlyList<YamlNode> Items(YamlNode? node, Findings findings, int most, bool mayBeEmpty)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not YamlSequence sequence)
        {
            findings.Error(node, PolicyCodes.WrongShape, "a list is expected here");
            return [];
        }

        if (sequence.Items.Count == 0 && !mayBeEmpty)
        {
            findings.Error(node, PolicyCodes.WrongShape, "the list is empty");
        }

        return Bounded(sequence.Items, node, findings, most);
    }

    /// <summary>The entries of a mapping from names to things; an entry with a wrong name is reported and left out.</summary>
    internal static IReadOnlyList<YamlEntry> Named(YamlNode? node, string what, Findings findings, int most)
    {
        if (node is null)
        {
            return [];
        }

        if (node is not YamlMapping mapping)
        {
            findings.Error(node, PolicyCodes.WrongShape, $"{what} must be a mapping from names");
            return [];
        }

        if (mapping.Entries.Count == 0)
        {
            findings.Error(node, PolicyCodes.WrongShape, $"{what} must not be empty");
        }

        return [.. Bounded(mapping.Entries, node, findings, most).Where(entry => Scalars.Name(entry.Key, findings) is not null)];
    }

    private static IReadOnlyList<T> Bounded<T>(IReadOnlyList<T> items, YamlNode node, Findings findings, int most)
    {
        if (items.Count <= most)
        {
            return items;
        }

        findings.Error(node, PolicyCodes.TooMany, string.Create(System.Globalization.CultureInfo.InvariantCulture, $"more than {most} are listed"));
        return [.. items.Take(most)];
    }
}
