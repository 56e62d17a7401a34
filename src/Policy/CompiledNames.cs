using System.Collections.Frozen;

namespace Broker.Policy;

/// <summary>The names that a policy itself holds, for look-ups.</summary>
internal sealed class CompiledNames
{
    private readonly FrozenDictionary<string, int> _tiers;
    private readonly FrozenDictionary<string, int> _purposes;
    private readonly FrozenSet<string> _wellFormed;

    internal CompiledNames(SharingPolicy policy)
    {
        _tiers = Indexes(policy.Tiers.Select(tier => tier.Name));
        _purposes = Indexes(policy.Purposes.Keys);
        _wellFormed = policy.Audiences.Values.SelectMany(audience => audience.Organisations.Append(audience.Role))
            .Concat(policy.Conflicts.SelectMany(conflict => conflict.Actors))
            .Concat(policy.Rules.SelectMany(rule => rule.Condition?.Values ?? []))
            .OfType<string>()
            .Where(PolicyVocabulary.IsName)
            .ToFrozenSet(StringComparer.Ordinal);
    }

    /// <summary>Index of a tier, or -1.</summary>
    internal int IndexOfTier(string? name) => IndexOf(_tiers, name);

    /// <summary>Index of a purpose, or -1.</summary>
    internal int IndexOfPurpose(string? name) => IndexOf(_purposes, name);

    /// <summary>Whether a fact is a name. Those of the policy are known to be and need no second look.</summary>
    internal bool IsName(string? fact) => fact is not null && (_wellFormed.Contains(fact) || PolicyVocabulary.IsName(fact));

    private static int IndexOf(FrozenDictionary<string, int> names, string? name) =>
        name is not null && names.TryGetValue(name, out int index) ? index : -1;

    private static FrozenDictionary<string, int> Indexes(IEnumerable<string> names) =>
        names.Index().Where(name => PolicyVocabulary.IsName(name.Item)).ToFrozenDictionary(name => name.Item, name => name.Index, StringComparer.Ordinal);
}
