namespace Broker.Policy.Reading;

/// <summary>What holds between tiers: from the most open to the most closed, nothing gets stricter on the way to the public.</summary>
internal static class TierChecks
{
    internal static void Run(PolicyDraft draft, Findings findings)
    {
        for (int i = 0; i < draft.Tiers.Count; i++)
        {
            CheckPublic(draft, i, findings);
            if (i > 0)
            {
                CheckFloors(draft.Tiers[i - 1], draft.Tiers[i], findings);
                WarnOfOrder(draft.Tiers[i - 1], draft.Tiers[i], findings);
            }
        }

        if (draft.Tiers.Count > 0 && draft.Tiers[^1] is { Noise: > 1 } last)
        {
            findings.Error(last.Place("noise"), PolicyCodes.NoiseBase, "the most closed tier has noise 1, the others are multiples of it");
        }
    }

    private static void CheckPublic(PolicyDraft draft, int index, Findings findings)
    {
        TierDraft tier = draft.Tiers[index];
        bool isPublic = draft.IsPublic(tier);
        bool audienceRead = tier.Audience is { } name && draft.Audiences.ContainsKey(name);
        if (isPublic && index > 0)
        {
            findings.Error(tier.At, PolicyCodes.PublicFirst, "only the first tier can be for anyone");
        }

        if (audienceRead && tier.Marking is not null && isPublic != (tier.Marking == PolicyVocabulary.Markings[0]))
        {
            findings.Error(tier.Place("marking"), PolicyCodes.MarkingAudience, "tlp:clear is the marking of the tier for anyone, and of no other");
        }

        if (isPublic && tier.Onward is not null)
        {
            findings.Error(tier.Place("onward"), PolicyCodes.OnwardAudience, "what is for anyone can be passed on, it has no `onward`");
        }
    }

    private static void CheckFloors(TierDraft open, TierDraft closed, Findings findings)
    {
        if (open.Noise < closed.Noise)
        {
            findings.Error(open.Place("noise"), PolicyCodes.FloorNoiseOrder, $"a more open tier is never less noisy than `{closed.Name}`");
        }

        if (open.Sources < closed.Sources || open.Organisations < closed.Organisations)
        {
            findings.Error(open.Place("threshold"), PolicyCodes.FloorThresholdOrder, $"a more open tier never has a lower threshold than `{closed.Name}`");
        }

        if (open.Marking is not null && closed.Marking is not null && Openness(open.Marking) > Openness(closed.Marking))
        {
            findings.Error(open.Place("marking"), PolicyCodes.MarkingOrder, $"a more open tier is never marked more strictly than `{closed.Name}`");
        }
    }

    private static void WarnOfOrder(TierDraft open, TierDraft closed, Findings findings)
    {
        if (closed.Tables.Count > 0 && open.Tables.FirstOrDefault(table => !closed.Tables.Contains(table)) is { } table)
        {
            findings.Warn(open.Place("tables"), PolicyCodes.TableOrder, $"`{table}` is seen here and not in the more closed tier `{closed.Name}`");
        }

        if ((open.Delay ?? TimeSpan.Zero) < (closed.Delay ?? TimeSpan.Zero))
        {
            findings.Warn(open.Place("delay"), PolicyCodes.DelayOrder, $"published here before the more closed tier `{closed.Name}`");
        }
    }

    private static int Openness(string marking) => PolicyVocabulary.Markings.Index().First(m => m.Item == marking).Index;
}
