namespace Broker.Policy.Tests;

/// <summary>The slow reference of strata: "Strata" of docs/specs/sharing-policy.md, sentence by sentence, over the policy as it was read.</summary>
internal static class NaiveStrata
{
    internal static int? Of(SharingPolicy policy, RecordCaveats caveats, DateOnly on)
    {
        bool early = caveats.EmbargoUntil is { } first && on < first;
        if (early || on > policy.ReviewBy)
        {
            return null;
        }

        return Enumerable.Range(0, policy.Tiers.Count)
            .Where(i => Enumerable.Range(i, policy.Tiers.Count - i).All(j => IsOpen(policy, caveats, j)))
            .Select(i => (int?)i)
            .FirstOrDefault();
    }

    /// <summary>Whether the tier is open to the record, whatever the day.</summary>
    internal static bool IsOpen(SharingPolicy policy, RecordCaveats caveats, int index)
    {
        PolicyTier tier = policy.Tiers[index];
        PolicyAudience audience = policy.Audiences[tier.Audience];
        int highest = policy.Tiers.Select(t => t.Name).ToList().IndexOf(caveats.HighestTier);
        if (highest < 0 || index < highest || caveats.NeverTo.Any(name => policy.Audiences.TryGetValue(name, out PolicyAudience? a) && a.Anyone))
        {
            return false;
        }

        if (audience.Anyone)
        {
            return caveats.Purposes.Count == 0 && caveats.NeverTo.Count == 0;
        }

        string[] onward = tier.Onward == "to-permanent-members" ? ["CHN", "FRA", "GBR", "RUS", "USA"] : [];
        IEnumerable<string> never = caveats.NeverTo.SelectMany(name => policy.Audiences.TryGetValue(name, out PolicyAudience? a) ? Members(a) : [name]);
        IEnumerable<string> served = policy.Rules.Where(r => !r.IsForbid && r.Tiers.Contains(tier.Name)).SelectMany(r => r.Purposes);
        return !never.Intersect([.. Members(audience), .. onward]).Any()
            && (caveats.Purposes.Count == 0 || served.All(caveats.Purposes.Contains));
    }

    private static IEnumerable<string> Members(PolicyAudience audience) => [.. audience.States.Select(s => s.State), .. audience.Organisations];
}
