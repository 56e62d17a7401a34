using System.Collections.Immutable;

namespace Broker.Policy;

/// <summary>
/// What a policy and a record's caveats allow together: an element of a lattice, ordered by "allows no more than",
/// whose <see cref="Meet"/> takes the more restrictive of the two in every field. Elements of one policy only compare.
/// </summary>
/// <param name="MostOpenTier">Index of the most open tier allowed; the number of tiers when none is.</param>
/// <param name="Purposes">The purposes allowed; null: any purpose whatever.</param>
/// <param name="NeverTo">States and organisations that never get it.</param>
/// <param name="First">First day of use.</param>
/// <param name="Last">Last day of use.</param>
/// <param name="RetentionDays">Days kept after deposit; <see cref="int.MaxValue"/> when not bounded.</param>
/// <param name="Narrative">Whether an approved narrative may leave.</param>
internal sealed record CaveatBounds(
    int MostOpenTier,
    ImmutableSortedSet<string>? Purposes,
    ImmutableSortedSet<string> NeverTo,
    DateOnly First,
    DateOnly Last,
    int RetentionDays,
    bool Narrative)
{
    private static readonly ImmutableSortedSet<string> Nobody = ImmutableSortedSet.Create<string>(StringComparer.Ordinal);

    /// <summary>What the policy alone allows: the top element.</summary>
    internal static CaveatBounds Of(SharingPolicy policy) =>
        new(0, null, Nobody, DateOnly.MinValue, policy.ReviewBy, int.MaxValue, Narrative: true);

    /// <summary>What the caveats allow, read with the policy's names; already met with what the policy allows.</summary>
    internal static CaveatBounds Of(SharingPolicy policy, RecordCaveats caveats)
    {
        int tier = policy.IndexOfTier(caveats.HighestTier);
        bool toNobody = tier < 0 || caveats.NeverTo.Any(name => policy.Audiences.TryGetValue(name, out PolicyAudience? a) && a.Anyone);
        var own = new CaveatBounds(
            toNobody ? policy.Tiers.Count : tier,
            caveats.Purposes.Count == 0 ? null : caveats.Purposes.ToImmutableSortedSet(StringComparer.Ordinal),
            caveats.NeverTo.SelectMany(name => Expand(policy, name)).ToImmutableSortedSet(StringComparer.Ordinal),
            caveats.EmbargoUntil ?? DateOnly.MinValue,
            DateOnly.MaxValue,
            caveats.RetentionDays ?? int.MaxValue,
            !caveats.NoNarrative);
        return Of(policy).Meet(own);
    }

    internal CaveatBounds Meet(CaveatBounds other) => new(
        Math.Max(MostOpenTier, other.MostOpenTier),
        Purposes is null ? other.Purposes : other.Purposes is null ? Purposes : Purposes.Intersect(other.Purposes),
        NeverTo.Union(other.NeverTo),
        First > other.First ? First : other.First,
        Last < other.Last ? Last : other.Last,
        Math.Min(RetentionDays, other.RetentionDays),
        Narrative && other.Narrative);

    /// <summary>Whether every member of the tier's audience, and every purpose of the tier, is allowed.</summary>
    internal bool Admits(SharingPolicy policy, int tier)
    {
        TierReach reach = policy.Reaches[tier];
        if (tier < MostOpenTier)
        {
            return false;
        }

        // INVARIANT: what is public serves any purpose and reaches everybody, so one restriction of either closes it.
        return reach.IsPublic
            ? Purposes is null && NeverTo.IsEmpty
            : (Purposes is null || reach.Purposes.All(Purposes.Contains)) && !NeverTo.Any(reach.Members.Contains);
    }

    // The name itself stays too: a restriction that names nobody known today still keeps a record from the public.
    private static IEnumerable<string> Expand(SharingPolicy policy, string name) =>
        policy.Audiences.TryGetValue(name, out PolicyAudience? audience)
            ? [name, .. audience.States.Select(s => s.State), .. audience.Organisations]
            : [name];
}
