using System.Globalization;
using System.Text;

namespace Broker.Policy.Proof;

/// <summary>
/// Sorts the names of a fact by what the policies say of them. Each list that a condition looks a name up in is one set; two names that are
/// in the same sets, with the same mark in each, are in one class.
/// </summary>
internal sealed class NameSignatures
{
    private readonly OrderedDictionary<string, StringBuilder> _signatures = new(StringComparer.Ordinal);
    private int _sets;

    internal void Add(IEnumerable<string> names) => Add(names.Select(name => (name, string.Empty)));

    internal void Add(IEnumerable<(string Name, string Mark)> names)
    {
        _sets++;
        foreach ((string name, string mark) in names)
        {
            if (!_signatures.TryGetValue(name, out StringBuilder? signature))
            {
                _signatures.Add(name, signature = new StringBuilder());
            }

            signature.Append(CultureInfo.InvariantCulture, $"{_sets}:{mark};");
        }
    }

    /// <summary>The classes of the names, in the order in which the policies name them first.</summary>
    internal IReadOnlyList<FactClass> Classes() =>
        [.. _signatures
            .GroupBy(entry => entry.Value.ToString(), entry => entry.Key, StringComparer.Ordinal)
            .Select(names => new FactClass(names.First(), [.. names], IsOther: false))];

    /// <summary>A name that no policy holds.</summary>
    internal string Unnamed(string wish)
    {
        string name = wish;
        for (int i = 2; _signatures.ContainsKey(name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{wish}-{i}");
        }

        return name;
    }

    /// <summary>A state that no policy names; null when they name every one.</summary>
    internal string? UnnamedState() => StateCodes.All.Order(StringComparer.Ordinal).FirstOrDefault(state => !_signatures.ContainsKey(state));
}
