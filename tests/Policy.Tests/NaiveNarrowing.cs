namespace Broker.Policy.Tests;

/// <summary>
/// The slow reference of comparing revisions: the table of "Across revisions" of docs/specs/sharing-policy.md, a line of it a clause here.
/// <see cref="NaiveReach"/> says what the table is for; this says that it was transcribed.
/// </summary>
internal static class NaiveNarrowing
{
    private static readonly string[] Strict = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

    internal static bool IsNoWider(SharingPolicy later, SharingPolicy earlier, string name)
    {
        int now = Index(later, name), then = Index(earlier, name);
        return now >= 0 && then >= 0
            && later.Country == earlier.Country
            && AudienceLine(later.Audiences[later.Tiers[now].Audience], earlier.Audiences[earlier.Tiers[then].Audience])
            && TierLines(later.Tiers[now], earlier.Tiers[then], later.Community == earlier.Community)
            && Factor(later, now) >= Factor(earlier, then)
            && later.OrganisationCap <= earlier.OrganisationCap
            && (decimal)later.YearlyRho.Numerator / later.YearlyRho.Denominator <= (decimal)earlier.YearlyRho.Numerator / earlier.YearlyRho.Denominator
            && ((later.HardFloor == 0 && earlier.HardFloor == 0) || (earlier.HardFloor > 0 && later.HardFloor >= earlier.HardFloor))
            && PurposesLine(later, later.Tiers[now], earlier, earlier.Tiers[then])
            && ForbidsLine(later, later.Tiers[now], earlier, earlier.Tiers[then])
            && earlier.Conflicts.All(old => later.Conflicts.Any(c =>
                !old.States.Except(c.States).Any() && !old.Actors.Except(c.Actors).Any() && c.Since <= old.Since));
    }

    /// <summary>The stratum under the later revision, from those under each of the two.</summary>
    internal static int? Across(SharingPolicy later, SharingPolicy earlier, int? ofLater, int? ofEarlier)
    {
        bool Holds(int tier) =>
            ofLater <= tier
            && Index(earlier, later.Tiers[tier].Name) >= 0
            && ofEarlier <= Index(earlier, later.Tiers[tier].Name)
            && IsNoWider(later, earlier, later.Tiers[tier].Name);
        return Enumerable.Range(0, later.Tiers.Count)
            .Where(i => Enumerable.Range(i, later.Tiers.Count - i).All(Holds))
            .Select(i => (int?)i)
            .FirstOrDefault();
    }

    private static int Index(SharingPolicy policy, string name) => policy.Tiers.Select(t => t.Name).ToList().IndexOf(name);

    private static int Factor(SharingPolicy policy, int tier) => Math.Max(policy.Tiers[tier].NoiseMultiple, tier + 1);

    private static bool AudienceLine(PolicyAudience now, PolicyAudience then)
    {
        bool neither = !now.Anyone && !then.Anyone;
        bool states = now.States.All(s => then.States.Any(t => t.State == s.State && t.First <= s.First && t.Last >= s.Last));
        bool organisations = !now.Organisations.Except(then.Organisations).Any();
        bool role = then.Role is null || then.Role == now.Role;
        return then.Anyone || (neither && states && organisations && role);
    }

    private static bool TierLines(PolicyTier now, PolicyTier then, bool sameCommunity)
    {
        bool onward = now.Onward == then.Onward || now.Onward == "none" || then.Onward == "anyone";
        bool marking = Array.IndexOf(Strict, now.Marking) >= Array.IndexOf(Strict, then.Marking)
            && ((now.Marking, then.Marking) != ("TLP:GREEN", "TLP:GREEN") || sameCommunity);
        bool asLarge = now.NoiseMultiple >= then.NoiseMultiple && now.SourceThreshold >= then.SourceThreshold
            && now.OrganisationThreshold >= then.OrganisationThreshold && now.Delay >= then.Delay;
        bool multiple = Enumerable.Range(1, now.RoundTo).Any(n => n * then.RoundTo == now.RoundTo);
        bool among = !now.Tables.Except(then.Tables).Any() && !now.Alerts.Except(then.Alerts).Any();
        bool narrative = now.Narrative == "never" || (now.Narrative, then.Narrative) == ("approved", "approved");
        return onward && marking && asLarge && multiple && among && narrative;
    }

    private static List<string> Served(SharingPolicy policy, PolicyTier tier) =>
        [.. policy.Rules.Where(r => !r.IsForbid && r.Tiers.Contains(tier.Name)).SelectMany(r => r.Purposes)];

    private static bool PurposesLine(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then) =>
        earlier.Audiences[then.Audience].Anyone
        || Served(later, now).All(p => Served(earlier, then).Contains(p) && later.Purposes[p] == earlier.Purposes[p]);

    private static bool ForbidsLine(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then)
    {
        List<string> served = Served(later, now);
        foreach (PolicyRule old in earlier.Rules.Where(r => r.IsForbid && r.Tiers.Contains(then.Name)))
        {
            List<string> spoken = [.. served.Where(p => old.Purposes.Count == 0 || old.Purposes.Contains(p))];
            bool kept = later.Rules.Where(r => r.IsForbid && r.Tiers.Contains(now.Name)).Any(rule =>
                spoken.All(p => rule.Purposes.Count == 0 || rule.Purposes.Contains(p))
                && (rule.Condition!.Kind == RequesterConditionKind.Anyone
                    || (rule.Condition.Kind == old.Condition!.Kind && !old.Condition.Values.Except(rule.Condition.Values).Any())));
            if (spoken.Count > 0 && !kept)
            {
                return false;
            }
        }

        return true;
    }
}
