namespace Broker.Policy.Tests.Mutants;

/// <summary>Comparing revisions against <see cref="NaiveNarrowing"/>.</summary>
internal static class NarrowingTrial
{
    private static readonly DateOnly Day = new(2013, 10, 10);

    internal static string? FirstDifference()
    {
        foreach ((SharingPolicy later, SharingPolicy earlier, RecordCaveats caveats) in TrialCorpus.Chains)
        {
            if (later.Tiers.Concat(earlier.Tiers).Select(t => t.Name).Distinct(StringComparer.Ordinal)
                .Any(name => PolicyNarrowing.IsNoWider(later, earlier, name) != NaiveNarrowing.IsNoWider(later, earlier, name)))
            {
                return "no wider";
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
        return TierNarrowing.Reaches(policy, anyone, policy, few) || !TierNarrowing.Reaches(policy, few, policy, anyone) ? "an audience made anyone" : null;
    }
}
