namespace Broker.Policy;

/// <summary>In what a tier reaches further than the tier of the same name of an earlier revision: who gets it, passes it on, under which label.</summary>
internal static class ReachNarrowing
{
    internal static IEnumerable<PolicyWidening> Widenings(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then)
    {
        if (Widened(later.Audiences[now.Audience], earlier.Audiences[then.Audience]) is { } audience)
        {
            yield return new(WideningCodes.Audience, audience);
        }

        if (!IsPassedOnNoFurther(now.Onward, then.Onward))
        {
            yield return new(WideningCodes.Onward, now.Onward == PolicyVocabulary.OnwardAnyone ? "may be passed on to anyone" : "may be passed on to permanent members");
        }

        if (!IsMarkedNoWider(later, now, earlier, then))
        {
            yield return new(WideningCodes.Marking, now.Marking == then.Marking
                ? $"`{now.Marking}` stands for a community that is described in other words"
                : $"marked `{now.Marking}` instead of `{then.Marking}`");
        }
    }

    private static string? Widened(PolicyAudience later, PolicyAudience earlier)
    {
        if (earlier.Anyone || later.Anyone)
        {
            return earlier.Anyone ? null : "the audience is anyone";
        }

        if (earlier.Role is not null && later.Role != earlier.Role)
        {
            return $"the audience no longer asks for role `{earlier.Role}`";
        }

        string[] gained =
        [
            .. later.States.Where(s => !earlier.States.Any(e => e.State == s.State && e.First <= s.First && s.Last <= e.Last)).Select(s => s.State),
            .. later.Organisations.Where(o => !earlier.Organisations.Contains(o)),
        ];
        return gained.Length > 0 ? $"the audience has more members, or for longer: {PolicyWords.List(gained)}" : null;
    }

    // TLP:GREEN means the community that the policy describes; two descriptions cannot be compared, only told apart.
    private static bool IsMarkedNoWider(SharingPolicy later, PolicyTier now, SharingPolicy earlier, PolicyTier then) =>
        Strictness(now.Marking) >= Strictness(then.Marking)
        && (now.Marking != "TLP:GREEN" || then.Marking != "TLP:GREEN" || later.Community == earlier.Community);

    private static bool IsPassedOnNoFurther(string later, string earlier) =>
        later == PolicyVocabulary.OnwardNone || later == earlier || earlier == PolicyVocabulary.OnwardAnyone;

    private static int Strictness(string marking) => PolicyVocabulary.Markings.Index().First(m => m.Item == marking).Index;
}
