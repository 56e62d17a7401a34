namespace Broker.Policy;

/// <summary>Whether a tier shows no more, and reaches nobody else, than the tier of the same name of an earlier revision.</summary>
internal static class TierNarrowing
{
    /// <summary>
    /// Whether its values are at least as noisy. A tier sums the noise of each stratum open to it, whatever its multiple, so a tier that
    /// has fewer before it than it had has less.
    /// </summary>
    internal static bool IsAsNoisy(int later, PolicyTier now, int earlier, PolicyTier then) =>
        now.NoiseMultiple >= then.NoiseMultiple
        && Math.Max(later + 1, now.NoiseMultiple) >= Math.Max(earlier + 1, then.NoiseMultiple);

    /// <summary>What is seen, how fine and how soon.</summary>
    internal static bool Shows(PolicyTier later, PolicyTier earlier) =>
        later.SourceThreshold >= earlier.SourceThreshold
        && later.OrganisationThreshold >= earlier.OrganisationThreshold

        // A larger step alone is not enough: multiples of 7 and of 5 together tell more than multiples of 5.
        && later.RoundTo % earlier.RoundTo == 0
        && later.Delay >= earlier.Delay
        && later.Tables.All(earlier.Tables.Contains)
        && later.Alerts.All(earlier.Alerts.Contains)
        && (later.Narrative == PolicyVocabulary.NarrativeNever
            || (later.Narrative == PolicyVocabulary.NarrativeApproved && earlier.Narrative == PolicyVocabulary.NarrativeApproved));

    /// <summary>Who gets it, to whom they may pass it on, and under which label.</summary>
    internal static bool Reaches(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then) =>
        IsWithin(later.Audiences[now.Audience], earlier.Audiences[then.Audience])
        && IsPassedOnNoFurther(now.Onward, then.Onward)
        && IsMarkedNoWider(later, now, earlier, then);

    private static bool IsWithin(PolicyAudience later, PolicyAudience earlier)
    {
        if (earlier.Anyone || later.Anyone)
        {
            return earlier.Anyone;
        }

        return (earlier.Role is null || later.Role == earlier.Role)
            && later.States.All(s => earlier.States.Any(e => e.State == s.State && e.First <= s.First && s.Last <= e.Last))
            && later.Organisations.All(earlier.Organisations.Contains);
    }

    // TLP:GREEN means the community that the policy describes; two descriptions cannot be compared, only told apart.
    private static bool IsMarkedNoWider(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then) =>
        Strictness(now.Marking) >= Strictness(then.Marking)
        && (now.Marking != "TLP:GREEN" || then.Marking != "TLP:GREEN" || later.Community == earlier.Community);

    private static bool IsPassedOnNoFurther(string later, string earlier) =>
        later == PolicyVocabulary.OnwardNone || later == earlier || earlier == PolicyVocabulary.OnwardAnyone;

    private static int Strictness(string marking) => PolicyVocabulary.Markings.Index().First(m => m.Item == marking).Index;
}
