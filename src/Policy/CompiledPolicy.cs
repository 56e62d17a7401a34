using System.Collections.Concurrent;

namespace Broker.Policy;

/// <summary>
/// A sharing policy made ready for decisions: default deny, a forbid beats every permit, an error refuses.
/// Specification: docs/specs/sharing-policy.md, "Decisions". Safe for concurrent use. A decision allocates
/// nothing once its like was made before; the number of kept decisions is bounded by <see cref="KeptDecisions"/>.
/// </summary>
public sealed class CompiledPolicy
{
    private const int KeptDecisions = 8192;

    private readonly SharingPolicy _policy;
    private readonly CompiledNames _names;
    private readonly CompiledTier[] _tiers;
    private readonly CompiledForbid[] _forbids;
    private readonly DecisionWriter _writer;
    private readonly ConcurrentDictionary<DecisionKey, Decision> _kept = new();

    private CompiledPolicy(SharingPolicy policy)
    {
        _policy = policy;
        _names = new CompiledNames(policy);
        _tiers = [.. policy.Tiers.Select(tier => new CompiledTier(policy, _names, tier))];
        _forbids = [.. policy.Rules.Index().Where(r => r.Item.IsForbid).Select(r => new CompiledForbid(policy, r.Item, r.Index))];
        _writer = new DecisionWriter(policy);
    }

    /// <summary>The policy that was compiled.</summary>
    public SharingPolicy Policy => _policy;

    /// <summary>Compiles a policy, once a revision.</summary>
    public static CompiledPolicy Compile(SharingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        return new CompiledPolicy(policy);
    }

    /// <summary>Decides a request. Never throws for what a request holds.</summary>
    public Decision Evaluate(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        DecisionKey key = KeyOf(request);
        if (_kept.TryGetValue(key, out Decision? kept))
        {
            return kept;
        }

        Decision made = _writer.Write(key);
        if (_kept.Count < KeptDecisions)
        {
            _kept.TryAdd(key, made);
        }

        return made;
    }

    private DecisionKey KeyOf(PolicyRequest request)
    {
        int tier = _names.IndexOfTier(request.Tier);
        int purpose = _names.IndexOfPurpose(request.Purpose);
        if (!RequestShape.IsWellFormed(request, _names, tier, purpose))
        {
            return new DecisionKey(DecisionKind.EvaluationError);
        }

        if (_policy.IsLapsed(request.On))
        {
            return new DecisionKey(DecisionKind.Lapsed);
        }

        if (tier < 0)
        {
            return new DecisionKey(DecisionKind.UnknownTier);
        }

        return _tiers[tier].IsPublic
            ? new DecisionKey(DecisionKind.ExplicitPermit) { Tier = tier }
            : KeyOfClosedTier(request, tier, purpose);
    }

    private DecisionKey KeyOfClosedTier(PolicyRequest request, int tier, int purpose)
    {
        CompiledTier asked = _tiers[tier];
        bool inAudience = asked.Has(request.Requester, request.On);
        ulong naming = asked.PermitsFor(purpose);
        ulong forbidding = Forbidding(request, tier);
        var key = new DecisionKey(DecisionKind.ExplicitForbid) { Tier = tier, Purpose = purpose };
        if (forbidding != 0)
        {
            return key with { Determining = forbidding, Near = inAudience ? naming : 0 };
        }

        if (purpose < 0)
        {
            return key with { Kind = DecisionKind.UnknownPurpose, Near = inAudience ? asked.Permits : 0 };
        }

        if (!inAudience)
        {
            return key with { Kind = DecisionKind.NotInAudience, Near = naming, Missing = asked.MissingFrom(request.Requester) };
        }

        return naming != 0
            ? key with { Kind = DecisionKind.ExplicitPermit, Determining = naming }
            : key with { Kind = DecisionKind.ImplicitRefusal, Near = asked.Permits | PermitsElsewhere(request, purpose) };
    }

    private ulong Forbidding(PolicyRequest request, int tier)
    {
        ulong forbidding = 0;
        foreach (CompiledForbid forbid in _forbids)
        {
            forbidding |= forbid.AppliesTo(request, tier) ? forbid.Bit : 0;
        }

        return forbidding;
    }

    // Permits for this purpose whose tier is another one that the requester could have asked for.
    private ulong PermitsElsewhere(PolicyRequest request, int purpose)
    {
        ulong elsewhere = 0;
        foreach (CompiledTier tier in _tiers)
        {
            elsewhere |= tier.Has(request.Requester, request.On) ? tier.PermitsFor(purpose) : 0;
        }

        return elsewhere;
    }
}
