using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Makes a plan of groups and custodians' member cards, or of throw-away keys for shares on paper.</summary>
internal static class PlanMaking
{
    /// <summary>A plan whose shares go to the sealing keys of member cards, each named as <c>operators/1=CARD</c>; every place needs one.</summary>
    public static VaultPlan OfCards(string groups, int? needed, IReadOnlyList<string> custodians)
    {
        Dictionary<Custodian, byte[]> keys = [];
        foreach (var text in custodians)
        {
            var parts = text.Split('=', 2);
            if (parts.Length != 2 || !Custodian.TryParse(parts[0], out var custodian))
            {
                throw new CommandFailure($"`{text}` is not of the form operators/1=CARD");
            }

            if (!keys.TryAdd(custodian, Convert.FromHexString(MemberCard.Read(parts[1]).SealingKey)))
            {
                throw new CommandFailure($"{custodian} is named twice");
            }
        }

        var plan = Of(groups, needed, custodian => keys.Remove(custodian, out var key) ? key : throw new CommandFailure($"no card for {custodian}: give --custodian {custodian}=CARD"));
        return keys.Count == 0 ? plan : throw new CommandFailure($"{keys.Keys.First()} is in none of the groups");
    }

    /// <summary>
    /// A plan whose shares go to fresh keys, which lie in the folder until the shares were opened there: a tool that is killed
    /// between making the vault and opening the shares loses none.
    /// </summary>
    public static VaultPlan OfPaper(string groups, int? needed, ShareFolder folder, RandomFill random) => Of(groups, needed, custodian => folder.PaperKey(custodian, random));

    private static VaultPlan Of(string groups, int? needed, Func<Custodian, byte[]> keyOf)
    {
        if (!VaultPlan.TryParseGroups(groups, out var sizes, out var failure))
        {
            throw new CommandFailure($"`--groups`: {VaultWords.Of(failure)}");
        }

        var members = sizes.Select(size => new VaultPlanGroup(
            size.Name, size.Threshold, [.. Enumerable.Range(1, size.Members).Select(number => keyOf(new Custodian(size.Name, number)))]));
        return VaultPlan.TryCreate(needed ?? sizes.Count, [.. members], out var plan, out failure)
            ? plan!
            : throw new CommandFailure(VaultWords.Of(failure));
    }
}
