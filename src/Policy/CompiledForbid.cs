using System.Collections.Frozen;

namespace Broker.Policy;

/// <summary>A forbid, ready for look-ups.</summary>
internal sealed class CompiledForbid
{
    private readonly ulong _tiers;
    private readonly FrozenSet<string> _purposes;
    private readonly RequesterConditionKind _kind;
    private readonly FrozenSet<string> _values;
    private readonly CompiledConflict[] _conflicts;

    internal CompiledForbid(SharingPolicy policy, PolicyRule rule, int index)
    {
        Bit = 1UL << index;
        foreach (string tier in rule.Tiers)
        {
            _tiers |= 1UL << policy.IndexOfTier(tier);
        }

        _purposes = rule.Purposes.ToFrozenSet(StringComparer.Ordinal);
        _kind = rule.Condition!.Kind;
        _values = rule.Condition.Values.ToFrozenSet(StringComparer.Ordinal);
        _conflicts = [.. policy.Conflicts.Select(c => new CompiledConflict(c))];
    }

    internal ulong Bit { get; }

    internal bool AppliesTo(PolicyRequest request, int tier) =>
        (_tiers & (1UL << tier)) != 0
        && (_purposes.Count == 0 || _purposes.Contains(request.Purpose))
        && Catches(request.Requester, request.On);

    private bool Catches(Requester requester, DateOnly on) => _kind switch
    {
        RequesterConditionKind.Anyone => true,
        RequesterConditionKind.AffiliatedWithConflicts => IsAffiliated(requester, on),
        RequesterConditionKind.States => requester.State is { } state && _values.Contains(state),
        RequesterConditionKind.Organisations => requester.Organisation is { } organisation && _values.Contains(organisation),
        RequesterConditionKind.Roles => requester.Role is { } role && _values.Contains(role),
        RequesterConditionKind.Actors => HasActorOf(_values, requester.Actors),

        // A condition that this evaluator does not know keeps everybody out.
        _ => true,
    };

    private bool IsAffiliated(Requester requester, DateOnly on)
    {
        foreach (CompiledConflict conflict in _conflicts)
        {
            if (conflict.Since <= on
                && ((requester.State is { } state && conflict.States.Contains(state))
                    || HasActorOf(conflict.Actors, requester.Actors)))
            {
                return true;
            }
        }

        return false;
    }

    private static bool HasActorOf(FrozenSet<string> actors, IReadOnlyList<string> own)
    {
        for (int i = 0; i < own.Count; i++)
        {
            if (actors.Contains(own[i]))
            {
                return true;
            }
        }

        return false;
    }

    private sealed class CompiledConflict(PolicyConflict conflict)
    {
        internal FrozenSet<string> States { get; } = conflict.States.ToFrozenSet(StringComparer.Ordinal);

        internal FrozenSet<string> Actors { get; } = conflict.Actors.ToFrozenSet(StringComparer.Ordinal);

        internal DateOnly Since { get; } = conflict.Since;
    }
}
