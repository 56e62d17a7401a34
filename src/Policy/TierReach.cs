using System.Collections.Frozen;

namespace Broker.Policy;

/// <summary>Whom a tier's releases can reach, and for which purposes: what a record's caveats are held against.</summary>
internal sealed class TierReach
{
    internal TierReach(SharingPolicy policy, PolicyTier tier)
    {
        PolicyAudience audience = policy.Audiences[tier.Audience];
        IEnumerable<string> onward = tier.Onward == PolicyVocabulary.OnwardPermanentMembers ? PolicyVocabulary.PermanentMembers : [];
        IsPublic = audience.Anyone;

        // Terms are not looked at: a state that is a member at any time counts as one, which only keeps more sealed.
        Members = audience.States.Select(s => s.State)
            .Concat(audience.Organisations)
            .Concat(onward)
            .ToFrozenSet(StringComparer.Ordinal);
        Purposes = [.. policy.Rules
            .Where(r => !r.IsForbid && r.Tiers.Contains(tier.Name))
            .SelectMany(r => r.Purposes)
            .Distinct(StringComparer.Ordinal)];
    }

    /// <summary>Reaches anyone, for any purpose.</summary>
    internal bool IsPublic { get; }

    /// <summary>States and organisations, those to whom it may be passed on included.</summary>
    internal FrozenSet<string> Members { get; }

    internal IReadOnlyList<string> Purposes { get; }
}
