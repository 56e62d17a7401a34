namespace Broker.Policy;

/// <summary>In what a tier shows more than the tier of the same name of an earlier revision: how exactly, what, how fine and how soon.</summary>
internal static class TierNarrowing
{
    /// <summary>The tiers by their places, because a tier sums the noise of each stratum open to it.</summary>
    internal static IEnumerable<PolicyWidening> Widenings(SharingPolicy later, int now, SharingPolicy earlier, int then) =>
        Noise(now, later.Tiers[now], then, earlier.Tiers[then]).Concat(Shown(later.Tiers[now], earlier.Tiers[then]));

    /// <summary>
    /// A tier sums the noise of each stratum open to it, whatever its multiple, so a tier that has fewer before it than it had has less.
    /// </summary>
    private static IEnumerable<PolicyWidening> Noise(int later, PolicyTier now, int earlier, PolicyTier then)
    {
        if (now.NoiseMultiple < then.NoiseMultiple)
        {
            yield return new(WideningCodes.Noise, $"noise is {now.NoiseMultiple} instead of {then.NoiseMultiple}");
        }

        // INVARIANT: a factor that is smaller with a multiple that is not has fewer strata, so one of the two codes is always there.
        int factor = Math.Max(later + 1, now.NoiseMultiple), before = Math.Max(earlier + 1, then.NoiseMultiple);
        if (factor < before && later < earlier)
        {
            yield return new(WideningCodes.NoiseStrata, $"fewer more open tiers: its numbers hold {factor} times the noise of a stratum instead of {before}");
        }
    }

    private static IEnumerable<PolicyWidening> Shown(PolicyTier later, PolicyTier earlier)
    {
        if (later.SourceThreshold < earlier.SourceThreshold || later.OrganisationThreshold < earlier.OrganisationThreshold)
        {
            yield return new(WideningCodes.Threshold, $"the threshold is {Words(later)} instead of {Words(earlier)}");
        }

        // A larger step alone is not enough: multiples of 7 and of 5 together tell more than multiples of 5.
        if (later.RoundTo % earlier.RoundTo != 0)
        {
            yield return new(WideningCodes.RoundTo, $"numbers are multiples of {later.RoundTo} instead of {earlier.RoundTo}");
        }

        if (later.Delay < earlier.Delay)
        {
            yield return new(WideningCodes.Delay, $"published after {later.Delay.Days} days instead of {earlier.Delay.Days}");
        }

        if (Added(later.Tables, earlier.Tables) is { } tables)
        {
            yield return new(WideningCodes.Tables, $"tables that were not seen: {tables}");
        }

        if (Added(later.Alerts, earlier.Alerts) is { } alerts)
        {
            yield return new(WideningCodes.Alerts, $"alerts that were not told: {alerts}");
        }

        if (later.Narrative != PolicyVocabulary.NarrativeNever && later.Narrative != earlier.Narrative)
        {
            yield return new(WideningCodes.Narrative, "approved narratives leave with it");
        }
    }

    private static string Words(PolicyTier tier) => $"{tier.SourceThreshold} sources and {tier.OrganisationThreshold} organisations";

    private static string? Added(IReadOnlyList<string> later, IReadOnlyList<string> earlier) =>
        later.All(earlier.Contains) ? null : PolicyWords.List(later.Except(earlier));
}
