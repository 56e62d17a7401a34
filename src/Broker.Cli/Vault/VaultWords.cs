using Broker.Sealing;

namespace Broker.Cli;

/// <summary>Shares and plans in plain words. A word of a share is never repeated, only its number.</summary>
internal static class VaultWords
{
    public static string Of(Slip39Failure failure, int wordNumber) => failure switch
    {
        Slip39Failure.UnknownWord => $"word {wordNumber} is not in the list of words: look at its spelling",
        Slip39Failure.WordCount => $"a share has {Slip39.Words} words: one is missing or too many",
        Slip39Failure.Checksum => "the checksum is wrong: every word is in the list, but one is another word, or two changed places",
        Slip39Failure.Unsupported => "a share of another kind: made with a passphrase or by another product",
        _ => "these words are no share of a vault",
    };

    public static string Of(VaultPlanFailure failure) => failure switch
    {
        VaultPlanFailure.GroupCount => "a vault has 1 to 16 groups",
        VaultPlanFailure.GroupsNeeded => "the groups needed are 1 to the number of groups",
        VaultPlanFailure.GroupName => "groups have distinct names of at most 31 lower-case letters, digits and hyphens that begin with a letter",
        VaultPlanFailure.MemberCount => "a group has 1 to 16 custodians",
        VaultPlanFailure.Threshold => "a group's threshold is 1 to the number of its custodians",
        VaultPlanFailure.Recipient => "a custodian's sealing key is none",
        VaultPlanFailure.RepeatedRecipient => "one custodian has two shares: that would break the quorum",
        _ => "groups are written as operators:2of3,auditors:1of3",
    };

    /// <summary>A plan for people who have to agree to it.</summary>
    public static IEnumerable<string> Of(VaultPlan plan)
    {
        yield return $"{plan.GroupsNeeded} of {plan.Groups.Count} groups are needed";
        foreach (var group in plan.Groups)
        {
            yield return $"{group.Name}: {group.Threshold} of {group.Recipients.Count}";
            for (var i = 0; i < group.Recipients.Count; i++)
            {
                yield return $"  {group.Name}/{i + 1} {AgeKeys.FormatRecipient(group.Recipients[i])}";
            }
        }
    }
}
