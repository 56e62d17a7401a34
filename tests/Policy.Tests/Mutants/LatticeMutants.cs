namespace Broker.Policy.Tests.Mutants;

/// <summary>Mutants of what a policy and caveats allow together.</summary>
internal static class LatticeMutants
{
    private const string Strata = "Strata";
    private const string Bounds = "CaveatBounds";
    private const string Reach = "TierReach";

    internal static IReadOnlyList<SourceMutant> All { get; } = [.. OfStrata(), .. OfBounds(), .. OfMeet(), .. OfReach()];

    private static SourceMutant[] OfStrata() =>
    [
        new(Strata, "on < bounds.First", "on <= bounds.First", "an embargo lasts a day longer"),
        new(Strata, "on < bounds.First || ", "", "embargoes are not looked at"),
        new(Strata, "on > bounds.Last", "on >= bounds.Last", "the review date is too late"),
        new(Strata, " || on > bounds.Last", "", "a lapsed policy opens records"),
        new(Strata, "stratum > 0 &&", "stratum > 1 &&", "no record reaches the most open tier"),
        new(Strata, "bounds.Admits(policy, stratum - 1)", "bounds.Admits(policy, policy.Tiers.Count - 1)", "the most closed tier alone is looked at"),
        new(Strata, "stratum < policy.Tiers.Count ? stratum : null", "stratum", "no record stays sealed"),
    ];

    private static SourceMutant[] OfBounds() =>
    [
        new(Bounds, "tier < 0 || ", "", "an unknown tier opens all"),
        new(Bounds, " && a.Anyone", "", "never to an audience is never to anyone"),
        new(Bounds, "toNobody ? policy.Tiers.Count : tier", "tier", "never to anyone opens what is closed"),
        new(Bounds, "toNobody ? policy.Tiers.Count : tier", "toNobody ? policy.Tiers.Count : 0", "the highest tier is not looked at"),
        new(Bounds, "caveats.Purposes.Count == 0 ? null : ", "", "all purposes are none"),
        new(Bounds, "caveats.EmbargoUntil ?? DateOnly.MinValue", "DateOnly.MinValue", "no embargo"),
        new(Bounds, "policy.ReviewBy, int.MaxValue", "DateOnly.MaxValue, int.MaxValue", "no review date"),
        new(Bounds, "caveats.RetentionDays ?? int.MaxValue", "int.MaxValue", "no retention"),
        new(Bounds, "!caveats.NoNarrative", "true", "narrative whatever the caveat"),
        new(Bounds, ".. audience.States.Select(s => s.State), ", "", "an audience's states may get it"),
        new(Bounds, ", .. audience.Organisations]", "]", "an audience's organisations may get it"),
        new(Bounds, "caveats.NeverTo.SelectMany(name => Expand(policy, name))", "caveats.NeverTo", "an audience does not stand for its members"),
        new(Bounds, "tier < MostOpenTier", "tier <= MostOpenTier", "the highest tier itself is closed"),
        new(Bounds, "Purposes is null && NeverTo.IsEmpty", "Purposes is null || NeverTo.IsEmpty", "one restriction does not close the public tier"),
        new(Bounds, "Purposes is null && NeverTo.IsEmpty", "NeverTo.IsEmpty", "a purpose does not close the public tier"),
        new(Bounds, "reach.Purposes.All(Purposes.Contains)", "reach.Purposes.Any(Purposes.Contains)", "one purpose of a tier is enough"),
        new(Bounds, "!NeverTo.Any(reach.Members.Contains)", "!(NeverTo.Count > 0 && NeverTo.All(reach.Members.Contains))", "a member gets what is for never to it"),
        new(Bounds, "[name, .. ", "[.. ", "an audience's own name is not kept",
            "an audience has members or is for anyone: the one closes what the name would, the other closes every tier"),
    ];

    private static SourceMutant[] OfMeet() =>
    [
        new(Bounds, "Math.Max(MostOpenTier", "Math.Min(MostOpenTier", "the more open of two tiers"),
        new(Bounds, "Purposes is null ? other.Purposes : ", "Purposes is null ? null : ", "any purpose where one side has no restriction"),
        new(Bounds, "other.Purposes is null ? Purposes :", "other.Purposes is null ? null :", "any purpose where the other side has no restriction"),
        new(Bounds, "Purposes.Intersect", "Purposes.Union", "the purposes of either"),
        new(Bounds, "NeverTo.Union", "NeverTo.Intersect", "never to those that both name"),
        new(Bounds, "First > other.First", "First < other.First", "the earlier of two embargoes"),
        new(Bounds, "Last < other.Last", "Last > other.Last", "the later of two last days"),
        new(Bounds, "Math.Min(RetentionDays", "Math.Max(RetentionDays", "the longer of two retentions"),
        new(Bounds, "Narrative && other.Narrative", "Narrative || other.Narrative", "narrative where one allows it"),
    ];

    private static SourceMutant[] OfReach() =>
    [
        new(Reach, "IsPublic = audience.Anyone", "IsPublic = false", "the public tier is for nobody in particular"),
        new(Reach, "tier.Onward == PolicyVocabulary.OnwardPermanentMembers", "tier.Onward != PolicyVocabulary.OnwardPermanentMembers", "passed on where it may not be"),
        new(Reach, ".Concat(onward)", "", "those to whom it may be passed on are not looked at"),
        new(Reach, ".Concat(audience.Organisations)", "", "organisations are not looked at"),
        new(Reach, "audience.States.Select(s => s.State)", "audience.States.Take(1).Select(s => s.State)", "the first state alone is looked at"),
        new(Reach, "!r.IsForbid && ", "", "a forbid's purposes are served"),
        new(Reach, "r.Tiers.Contains(tier.Name)", "r.Tiers.Count > 0", "a tier serves the purposes of all"),
        new(Reach, "\n            .Distinct(StringComparer.Ordinal)", "", "a purpose twice", "who reads the purposes asks whether all or any of them hold"),
    ];
}
