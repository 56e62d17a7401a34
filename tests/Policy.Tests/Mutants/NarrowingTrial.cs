namespace Broker.Policy.Tests.Mutants;

/// <summary>Comparing revisions against <see cref="NaiveNarrowing"/>.</summary>
internal static class NarrowingTrial
{
    private static readonly DateOnly Day = new(2013, 10, 10);

    internal static string? FirstDifference()
    {
        foreach ((SharingPolicy later, SharingPolicy earlier, RecordCaveats caveats) in TrialCorpus.Chains)
        {
            if (later.Tiers.Concat(earlier.Tiers).Select(t => t.Name).Distinct(StringComparer.Ordinal).Any(name => Differs(later, earlier, name)))
            {
                return "why a tier is wider";
            }

            int? across = PolicyNarrowing.StratumAcross(later, earlier, caveats, Day);
            if (across != NaiveNarrowing.Across(later, earlier, NaiveStrata.Of(later, caveats, Day), NaiveStrata.Of(earlier, caveats, Day)))
            {
                return "stratum across";
            }
        }

        return OfAnAudienceMadeAnyone();
    }

    // A reader lets a tier for anyone be marked and passed on in one way only, which would hide its audience here.
    private static string? OfAnAudienceMadeAnyone()
    {
        SharingPolicy policy = PolicyText.Policy(NarrowingText.Policy);
        PolicyTier few = policy.Tiers[1], anyone = few with { Audience = "public" };
        return ReachNarrowing.Widenings(policy, anyone, policy, few).Count() != 1 || ReachNarrowing.Widenings(policy, few, policy, anyone).Any()
            ? "an audience made anyone"
            : null;
    }

    private static bool Differs(SharingPolicy later, SharingPolicy earlier, string tier)
    {
        string[] expected = NaiveNarrowing.Codes(later, earlier, tier);
        return PolicyNarrowing.IsNoWider(later, earlier, tier) != (expected.Length == 0)
            || !PolicyNarrowing.Widenings(later, earlier, tier).Select(w => w.Code).SequenceEqual(expected);
    }
}
