namespace Broker.Policy.Tests;

/// <summary>
/// The slow reference of comparing revisions: the table of "Across revisions" of docs/specs/sharing-policy.md, a line of it a line here.
/// <see cref="NaiveReach"/> says what the table is for; this says that it was transcribed.
/// </summary>
internal static class NaiveNarrowing
{
    private static readonly string[] Strict = ["TLP:CLEAR", "TLP:GREEN", "TLP:AMBER", "TLP:AMBER+STRICT", "TLP:RED"];

    internal static bool IsNoWider(SharingPolicy later, SharingPolicy earlier, string name) => Codes(later, earlier, name).Length == 0;

    /// <summary>The reason codes of the page for which the tier is wider, in the page's order.</summary>
    internal static string[] Codes(SharingPolicy later, SharingPolicy earlier, string name)
    {
        int now = Index(later, name), then = Index(earlier, name);
        return now < 0 ? ["tier-gone"]
            : then < 0 ? ["tier-new"]
            : [.. Lines(later, now, earlier, then).Where(line => !line.Holds).Select(line => line.Code)];
    }

    private static (string Code, bool Holds)[] Lines(SharingPolicy later, int now, SharingPolicy earlier, int then)
    {
        PolicyTier tier = later.Tiers[now], old = earlier.Tiers[then];
        return
        [
            ("country", later.Country == earlier.Country),
            ("cap", later.OrganisationCap <= earlier.OrganisationCap),
            ("rho", (decimal)later.YearlyRho.Numerator / later.YearlyRho.Denominator <= (decimal)earlier.YearlyRho.Numerator / earlier.YearlyRho.Denominator),
            ("hard-floor", (later.HardFloor == 0 && earlier.HardFloor == 0) || (earlier.HardFloor > 0 && later.HardFloor >= earlier.HardFloor)),
            ("noise", tier.NoiseMultiple >= old.NoiseMultiple),
            ("noise-strata", Factor(later, now) >= Factor(earlier, then) || now >= then),
            ("threshold", tier.SourceThreshold >= old.SourceThreshold && tier.OrganisationThreshold >= old.OrganisationThreshold),
            ("round-to", Enumerable.Range(1, tier.RoundTo).Any(n => n * old.RoundTo == tier.RoundTo)),
            ("delay", tier.Delay >= old.Delay),
            ("tables", !tier.Tables.Except(old.Tables).Any()),
            ("alerts", !tier.Alerts.Except(old.Alerts).Any()),
            ("narrative", tier.Narrative == "never" || (tier.Narrative, old.Narrative) == ("approved", "approved")),
            ("audience", AudienceLine(later.Audiences[tier.Audience], earlier.Audiences[old.Audience])),
            ("onward", tier.Onward == old.Onward || tier.Onward == "none" || old.Onward == "anyone"),
            ("marking", MarkingLine(tier.Marking, old.Marking, later.Community == earlier.Community)),
            ("purposes", PurposesLine(later, tier, earlier, old)),
            ("conflicts", earlier.Conflicts.All(was => later.Conflicts.Any(c =>
                !was.States.Except(c.States).Any() && !was.Actors.Except(c.Actors).Any() && c.Since <= was.Since))),
            ("forbids", ForbidsLine(later, tier, earlier, old)),
        ];
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

    private static bool MarkingLine(string now, string then, bool sameCommunity) =>
        Array.IndexOf(Strict, now) >= Array.IndexOf(Strict, then) && ((now, then) != ("TLP:GREEN", "TLP:GREEN") || sameCommunity);

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
