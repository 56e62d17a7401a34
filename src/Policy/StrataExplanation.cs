using System.Globalization;

namespace Broker.Policy;

/// <summary>Why a tier is closed to a record: the same questions as <see cref="CaveatBounds.Admits"/>, answered one by one.</summary>
internal sealed class StrataExplanation(SharingPolicy policy, RecordCaveats caveats)
{
    /// <summary>What closes the tier by itself, whatever the day and the other tiers.</summary>
    internal IReadOnlyList<TierClosure> OwnClosures(int tier) =>
        [.. HighestTier(tier), .. Purposes(policy.Reaches[tier]), .. caveats.NeverTo.SelectMany(name => NeverTo(name, tier))];

    /// <summary>What closes every tier on that day.</summary>
    internal IReadOnlyList<TierClosure> ClosuresOf(DateOnly on)
    {
        var closures = new List<TierClosure>();
        if (caveats.EmbargoUntil is { } first && on < first)
        {
            closures.Add(new TierClosure(TierClosureKind.Embargo, Text(first), $"the embargo lasts until {Text(first)}, the first day of use"));
        }

        if (policy.IsLapsed(on))
        {
            closures.Add(new TierClosure(TierClosureKind.Lapsed, Text(policy.ReviewBy), $"the policy permits nothing after {Text(policy.ReviewBy)}"));
        }

        return closures;
    }

    private IEnumerable<TierClosure> HighestTier(int tier)
    {
        int highest = policy.IndexOfTier(caveats.HighestTier);
        if (highest < 0)
        {
            yield return new TierClosure(TierClosureKind.UnknownTier, caveats.HighestTier, $"highest-tier {caveats.HighestTier}: this policy has no such tier, so nothing is open");
        }
        else if (tier < highest)
        {
            yield return new TierClosure(TierClosureKind.HighestTier, caveats.HighestTier, $"highest-tier {caveats.HighestTier}: this tier is more open");
        }
    }

    private IEnumerable<TierClosure> Purposes(TierReach reach)
    {
        if (caveats.Purposes.Count == 0)
        {
            yield break;
        }

        if (reach.IsPublic)
        {
            yield return new TierClosure(TierClosureKind.Purposes, caveats.Purposes[0], $"purposes {string.Join(' ', caveats.Purposes)}: what is public serves any purpose");
        }
        else if (reach.Purposes.FirstOrDefault(purpose => !caveats.Purposes.Contains(purpose)) is { } other)
        {
            yield return new TierClosure(TierClosureKind.Purposes, other, $"purposes {string.Join(' ', caveats.Purposes)}: the tier serves {other} too");
        }
    }

    private IEnumerable<TierClosure> NeverTo(string name, int tier)
    {
        TierReach reach = policy.Reaches[tier];
        PolicyAudience? named = policy.Audiences.GetValueOrDefault(name);
        string? way = named is { Anyone: true } ? "that is everybody"
            : reach.IsPublic ? "what is public reaches everybody"
            : named is null ? Member(name, tier)
            : named.States.Select(state => state.State).Concat(named.Organisations).Select(member => Member(member, tier)).FirstOrDefault(found => found is not null);
        if (way is not null)
        {
            yield return new TierClosure(TierClosureKind.NeverTo, name, $"never-to {name}: {way}");
        }
    }

    // How somebody is reached by a closed tier; null when it is not.
    private string? Member(string name, int tier)
    {
        if (!policy.Reaches[tier].Members.Contains(name))
        {
            return null;
        }

        string audience = policy.Tiers[tier].Audience;
        PolicyAudience members = policy.Audiences[audience];
        return members.States.Any(state => state.State == name) || members.Organisations.Contains(name)
            ? $"{name} is in the audience `{audience}`"
            : $"{name} is a permanent member, to whom the audience may pass it on";
    }

    private static string Text(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
