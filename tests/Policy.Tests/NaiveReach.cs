namespace Broker.Policy.Tests;

/// <summary>
/// The slow reference of <see cref="PolicyNarrowing.IsNoWider"/>: all that a tier lets out, enumerated. Requests are put
/// to the compiled policies one by one; what is shown is a set of facts, each of which is an opening.
/// </summary>
internal static class NaiveReach
{
    private static readonly List<Requester> Requesters = [.. EveryRequester()];
    private static readonly string[] Purposes = ["early-warning", "council-briefing", "evaluation"];

    /// <summary>Whether a fact is let out, or a request permitted, under the later revision only.</summary>
    internal static bool IsWider(CompiledPolicy later, CompiledPolicy earlier, string tier) =>
        Shown(later.Policy, tier).Except(Shown(earlier.Policy, tier)).Any() || Widened(later, earlier, tier) is not null;

    /// <summary>A request that the later revision permits and the earlier one refuses, before the earlier one lapses.</summary>
    internal static PolicyRequest? Widened(CompiledPolicy later, CompiledPolicy earlier, string tier)
    {
        List<DateOnly> days = [.. Days(later.Policy).Concat(Days(earlier.Policy)).Where(d => d <= earlier.Policy.ReviewBy).Distinct()];
        foreach (Requester requester in Requesters)
        {
            foreach (PolicyRequest request in days.SelectMany(day => Purposes.Select(p => new PolicyRequest(requester, tier, p, day))))
            {
                if (later.Evaluate(request).Permitted && !earlier.Evaluate(request).Permitted)
                {
                    return request;
                }
            }
        }

        return null;
    }

    private static HashSet<string> Shown(SharingPolicy policy, string name)
    {
        PolicyTier tier = policy.Tiers.Single(t => t.Name == name);
        IEnumerable<string> facts =
        [
            .. tier.Tables.Select(t => $"table {t}"),
            .. tier.Alerts.Select(a => $"alert {a}"),
            .. UpTo(40).Where(k => k >= tier.NoiseMultiple).Select(k => $"as exact as noise {k}"),
            .. UpTo(40).Where(n => n >= tier.SourceThreshold).Select(n => $"a number of {n} sources"),
            .. UpTo(40).Where(n => n >= tier.OrganisationThreshold).Select(n => $"an area of {n} organisations"),
            .. UpTo(240).Where(v => v % tier.RoundTo == 0).Select(v => $"the value {v}"),
            .. UpTo(40).Where(d => d >= tier.Delay.Days).Select(d => $"after {d} days"),
            .. tier.Narrative == "approved" ? ["an approved narrative"] : Array.Empty<string>(),
            .. PolicyVocabulary.PermanentMembers.Where(_ => tier.Onward != "none").Select(s => $"passed on to {s}"),
            .. tier.Onward == "anyone" ? ["passed on to anyone"] : Array.Empty<string>(),
            .. PolicyVocabulary.Markings.SkipWhile(m => m != tier.Marking).Select(m => $"spread as {m}"),
            .. UpTo(100).Where(n => n <= policy.OrganisationCap).Select(n => $"source {n} of an organisation"),
            .. UpTo(40).Where(n => n * policy.YearlyRho.Denominator <= 12 * policy.YearlyRho.Numerator).Select(n => $"{n} twelfths of rho"),
        ];
        return [.. facts];
    }

    private static IEnumerable<int> UpTo(int last) => Enumerable.Range(0, last + 1);

    // The day before, on and after each day on which a decision can change.
    private static IEnumerable<DateOnly> Days(SharingPolicy policy) =>
        policy.Conflicts.Select(c => c.Since)
            .Concat(policy.Audiences.Values.SelectMany(a => a.States).SelectMany(s => new[] { s.First, s.Last }))
            .Where(d => d > DateOnly.MinValue && d < DateOnly.MaxValue)
            .Append(new DateOnly(2013, 10, 10))
            .SelectMany(d => new[] { d.AddDays(-1), d, d.AddDays(1) });

    private static IEnumerable<Requester> EveryRequester()
    {
        (string? State, string? Organisation)[] parties =
        [
            ("CAF", null), ("FRA", null), ("LUX", null), ("RWA", null), ("TCD", null), ("AUS", null),
            (null, "ngo-b"), (null, "network-c"), (null, "university-a"), (null, null), ("LUX", "ngo-b"),
        ];
        string?[] roles = ["delegate", "analyst", null];
        string[][] actors = [[], ["fprc"], ["anti-balaka"], ["mpc"]];
        return from party in parties from role in roles from own in actors select new Requester(party.State, party.Organisation, role, own);
    }
}
