namespace Broker.Policy.Tests;

/// <summary>Random caveats in the vocabulary of policies/caf-2013.yaml.</summary>
internal static class GeneratedCaveats
{
    private static readonly string[] Tiers = ["public", "public", "elected-member", "consortium", "owner"];
    private static readonly string[] Purposes = ["council-briefing", "early-warning", "evaluation"];
    private static readonly string[] Names = ["AZE", "DNK", "LUX", "elected-members", "ngo-b", "public"];

    internal static RecordCaveats One(Dice dice) => new(
        dice.Of(Tiers),
        dice.OneIn(2) ? [] : [.. dice.Some(Purposes, 1).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? [] : [.. dice.Some(Names, 1).Take(2).Order(StringComparer.Ordinal)],
        dice.OneIn(2) ? null : new DateOnly(2014, 2, 1).AddDays(dice.Below(40)),
        dice.OneIn(2) ? null : 1 + dice.Below(CaveatDocument.LongestRetention),
        dice.OneIn(2));
}
