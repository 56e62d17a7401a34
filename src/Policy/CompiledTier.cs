using System.Collections.Frozen;

namespace Broker.Policy;

/// <summary>A tier with its audience and the permits that name it, ready for look-ups.</summary>
internal sealed class CompiledTier
{
    private readonly PolicyAudience _audience;
    private readonly FrozenDictionary<string, AudienceState> _states;
    private readonly FrozenSet<string> _organisations;
    private readonly ulong[] _permitsByPurpose;

    internal CompiledTier(SharingPolicy policy, CompiledNames names, PolicyTier tier)
    {
        _audience = policy.Audiences[tier.Audience];
        _states = _audience.States.ToFrozenDictionary(s => s.State, StringComparer.Ordinal);
        _organisations = _audience.Organisations.ToFrozenSet(StringComparer.Ordinal);
        _permitsByPurpose = new ulong[policy.Purposes.Count];
        foreach ((int index, PolicyRule rule) in policy.Rules.Index().Where(r => !r.Item.IsForbid && r.Item.Tiers.Contains(tier.Name)))
        {
            Permits |= 1UL << index;
            foreach (string purpose in rule.Purposes)
            {
                _permitsByPurpose[names.IndexOfPurpose(purpose)] |= 1UL << index;
            }
        }
    }

    internal bool IsPublic => _audience.Anyone;

    internal ulong Permits { get; }

    /// <summary>The permits for a purpose by its index; none for -1, a purpose that is not declared.</summary>
    internal ulong PermitsFor(int purpose) => purpose < 0 ? 0 : _permitsByPurpose[purpose];

    /// <summary>
    /// Membership. Who acts for both a state and an organisation is in no audience but the public: a caveat that
    /// names the one would not see the other.
    /// </summary>
    internal bool Has(Requester requester, DateOnly on)
    {
        if (_audience.Anyone)
        {
            return true;
        }

        if (_audience.Role is { } role && role != requester.Role)
        {
            return false;
        }

        if (requester.State is { } state)
        {
            return requester.Organisation is null
                && _states.TryGetValue(state, out AudienceState? member)
                && member.First <= on && on <= member.Last;
        }

        return requester.Organisation is { } organisation && _organisations.Contains(organisation);
    }

    internal RequesterFacts MissingFrom(Requester requester)
    {
        RequesterFacts missing = RequesterFacts.None;
        missing |= _states.Count > 0 && requester.State is null ? RequesterFacts.State : 0;
        missing |= _organisations.Count > 0 && requester.Organisation is null ? RequesterFacts.Organisation : 0;
        missing |= _audience.Role is not null && requester.Role is null ? RequesterFacts.Role : 0;
        return missing;
    }
}
