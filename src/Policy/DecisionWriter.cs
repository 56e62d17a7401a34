using System.Collections.ObjectModel;

namespace Broker.Policy;

/// <summary>Puts a decision into words. Only names that the policy itself holds are written, never text of a request.</summary>
internal sealed class DecisionWriter(SharingPolicy policy)
{
    internal Decision Write(DecisionKey key)
    {
        bool permitted = key.Kind == DecisionKind.ExplicitPermit;
        IReadOnlyList<string> determining = key.Kind == DecisionKind.ExplicitPermit && key.Determining == 0
            ? new ReadOnlyCollection<string>(["audience-" + policy.Tiers[key.Tier].Audience])
            : Ids(key.Determining);
        return new Decision(permitted, key.Kind, determining, Ids(key.Near), Names(key.Missing), Sentence(key, determining), policy.Revision);
    }

    private string Sentence(DecisionKey key, IReadOnlyList<string> determining) => key.Kind switch
    {
        DecisionKind.ExplicitPermit when key.Determining == 0 =>
            $"Permitted: what tier `{Tier(key)}` publishes is for anyone.",
        DecisionKind.ExplicitPermit =>
            $"Permitted by {string.Join(" and ", determining)}: releases of tier `{Tier(key)}` for `{Purpose(key)}`.",
        DecisionKind.ExplicitForbid =>
            $"Refused by {determining[0]}: {First(key.Determining).Because}.",
        DecisionKind.Lapsed =>
            "Refused: the sharing policy is past its review date and permits nothing until it is reviewed.",
        DecisionKind.UnknownTier =>
            "Refused: the sharing policy has no such tier.",
        DecisionKind.UnknownPurpose =>
            "Refused: the sharing policy names no such purpose.",
        DecisionKind.NotInAudience =>
            $"Refused: releases of tier `{Tier(key)}` go to `{policy.Tiers[key.Tier].Audience}` only.",
        DecisionKind.ImplicitRefusal =>
            $"Refused: no rule permits releases of tier `{Tier(key)}` for `{Purpose(key)}`.",
        _ => "Refused: the request could not be evaluated.",
    };

    private string Tier(DecisionKey key) => policy.Tiers[key.Tier].Name;

    private string Purpose(DecisionKey key) => policy.Purposes.Keys.ElementAt(key.Purpose);

    private PolicyRule First(ulong rules) => policy.Rules[System.Numerics.BitOperations.TrailingZeroCount(rules)];

    private ReadOnlyCollection<string> Ids(ulong rules) =>
        new([.. policy.Rules.Index().Where(r => (rules & (1UL << r.Index)) != 0).Select(r => r.Item.Id)]);

    private static ReadOnlyCollection<string> Names(RequesterFacts facts)
    {
        var names = new List<string>(3);
        if (facts.HasFlag(RequesterFacts.State))
        {
            names.Add("state");
        }

        if (facts.HasFlag(RequesterFacts.Organisation))
        {
            names.Add("organisation");
        }

        if (facts.HasFlag(RequesterFacts.Role))
        {
            names.Add("role");
        }

        return names.AsReadOnly();
    }
}
