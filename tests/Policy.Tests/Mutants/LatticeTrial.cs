namespace Broker.Policy.Tests.Mutants;

/// <summary>Caveats against <see cref="NaiveStrata"/>, and their meet field by field.</summary>
internal static class LatticeTrial
{
    internal static string? FirstDifference()
    {
        foreach ((SharingPolicy policy, List<(RecordCaveats Caveats, DateOnly On)> records) in TrialCorpus.Records)
        {
            RecordCaveats last = records[^1].Caveats;
            foreach ((RecordCaveats caveats, DateOnly on) in records)
            {
                string? difference = NaiveStrata.Of(policy, caveats, on) != Strata.Of(policy, caveats, on) ? "stratum"
                    : OfBounds(policy, caveats) ?? OfMeet(policy, CaveatBounds.Of(policy, caveats), CaveatBounds.Of(policy, last));
                if (difference is not null)
                {
                    return difference;
                }

                last = caveats;
            }
        }

        return null;
    }

    private static string? OfBounds(SharingPolicy policy, RecordCaveats caveats)
    {
        CaveatBounds bounds = CaveatBounds.Of(policy, caveats);
        return bounds.First != (caveats.EmbargoUntil ?? DateOnly.MinValue) ? "first day"
            : bounds.Last != policy.ReviewBy ? "last day"
            : bounds.RetentionDays != (caveats.RetentionDays ?? int.MaxValue) ? "retention"
            : bounds.Narrative == caveats.NoNarrative ? "narrative"
            : Tiers(policy).Any(t => bounds.Admits(policy, t) != NaiveStrata.IsOpen(policy, caveats, t)) ? "a tier that is open"
            : null;
    }

    private static string? OfMeet(SharingPolicy policy, CaveatBounds a, CaveatBounds b)
    {
        CaveatBounds meet = a.Meet(b);
        DateOnly later = new(2014, 3, 1), sooner = new(2014, 2, 1);
        return Tiers(policy).Any(t => meet.Admits(policy, t) != (a.Admits(policy, t) && b.Admits(policy, t))) ? "a tier of the meet"
            : meet.First != new[] { a.First, b.First }.Max() ? "first day of the meet"
            : (a with { Last = later }).Meet(b with { Last = sooner }).Last != sooner ? "last day of the meet"
            : meet.RetentionDays != new[] { a.RetentionDays, b.RetentionDays }.Min() ? "retention of the meet"
            : meet.Narrative != (a.Narrative && b.Narrative) ? "narrative of the meet"
            : null;
    }

    private static IEnumerable<int> Tiers(SharingPolicy policy) => Enumerable.Range(0, policy.Tiers.Count);
}
