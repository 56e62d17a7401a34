namespace Broker.Policy.Tests.Mutants;

/// <summary>Whom and what a tier reaches, against the policy as it was read.</summary>
internal static class ReachTrial
{
    internal static string? FirstDifference()
    {
        foreach ((SharingPolicy policy, PolicyTier tier) in TrialCorpus.Records.SelectMany(made => made.Policy.Tiers.Select(tier => (made.Policy, tier))))
        {
            var reach = new TierReach(policy, tier);
            PolicyAudience audience = policy.Audiences[tier.Audience];
            string[] onward = tier.Onward == "to-permanent-members" ? ["CHN", "FRA", "GBR", "RUS", "USA"] : [];
            var members = new HashSet<string>([.. audience.States.Select(s => s.State), .. audience.Organisations, .. onward], StringComparer.Ordinal);
            IEnumerable<string> served = policy.Purposes.Keys.Where(p => policy.Rules.Any(r => !r.IsForbid && r.Tiers.Contains(tier.Name) && r.Purposes.Contains(p)));
            string? difference = reach.IsPublic != audience.Anyone ? "public"
                : !members.SetEquals(reach.Members) ? "members"
                : !new HashSet<string>(served, StringComparer.Ordinal).SetEquals(reach.Purposes) ? "purposes"
                : null;
            if (difference is not null)
            {
                return difference;
            }
        }

        return null;
    }
}
