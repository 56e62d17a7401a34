using System.Globalization;
using Broker.Policy;
using Broker.Policy.Proof;

namespace Broker.Cli;

/// <summary><c>policy-diff/1</c>: what changes from one revision to another.</summary>
internal static class DiffReport
{
    private static readonly string[] KindCodes = ["refuse-to-permit", "permit-to-refuse", "other-reason"];
    private static readonly string[] KindWords = ["newly permitted", "no longer permitted", "the same answer for another reason"];

    public static PolicyReport Of(string earlierFile, SharingPolicy earlier, string laterFile, SharingPolicy later)
    {
        var difference = PolicyDiff.Between(earlier, later);
        var document = new
        {
            kind = "policy-diff/1",
            earlier = new { file = earlierFile, policy = earlier.Name, revision = earlier.Revision },
            later = new { file = laterFile, policy = later.Name, revision = later.Revision },
            classes = difference.Classes,
            tooLarge = difference.IsTooLarge,
            changes = difference.Changes.Select(change => new
            {
                change = KindCodes[(int)change.Kind],
                classes = change.Classes,
                request = PolicyWire.Of(change.Request),
                earlier = PolicyWire.Of(change.Earlier),
                later = PolicyWire.Of(change.Later),
            }),
            tiers = difference.Tiers.Select(tier => new
            {
                tier = tier.Tier,
                noWider = tier.StaysWithin,
                widenings = tier.Widenings.Select(widening => new { code = widening.Code, sentence = widening.Sentence }),
            }),
            records = difference.Records.Select(record => new { highestTier = record.HighestTier, earlier = record.Earlier, later = record.Later }),
        };
        return new PolicyReport([.. Requests(difference), .. Tiers(difference), .. Records(difference)], document, null, Code(difference));
    }

    private static int Code(PolicyDifference difference) => difference.IsTooLarge ? ExitCodes.Failure
        : difference.Changes.Count == 0 && difference.Tiers.All(tier => tier.StaysWithin) && difference.Records.All(record => record.Earlier == record.Later) ? ExitCodes.Ok
        : ExitCodes.No;

    private static IEnumerable<string> Requests(PolicyDifference difference)
    {
        foreach (var change in difference.Changes)
        {
            yield return $"{KindWords[(int)change.Kind]}, {PolicyWire.Count(change.Classes, "class", "classes")} of requests, as {RequestWords.Of(change.Request)}";
            yield return $"  earlier: {change.Earlier.Sentence}";
            yield return $"  later: {change.Later.Sentence}";
        }

        yield return difference.IsTooLarge
            ? $"the two induce {PolicyWire.Count(difference.Classes, "class", "classes")} of requests, more than are gone through: nothing is claimed of requests"
            : string.Create(CultureInfo.InvariantCulture, $"{difference.Changes.Sum(change => change.Classes):N0} of {difference.Classes:N0} classes of requests would be decided otherwise");
    }

    private static IEnumerable<string> Tiers(PolicyDifference difference)
    {
        foreach (var tier in difference.Tiers)
        {
            if (tier.StaysWithin)
            {
                yield return $"tier `{tier.Tier}` lets out no more than it did";
            }

            foreach (var widening in tier.Widenings)
            {
                yield return $"tier `{tier.Tier}`: {widening.Sentence} [{widening.Code}]";
            }
        }
    }

    private static IEnumerable<string> Records(PolicyDifference difference)
    {
        foreach (var record in difference.Records.Where(record => record.Earlier != record.Later))
        {
            var now = record.Later is { } later ? $"count from tier `{later}` on" : "stay sealed";
            yield return $"records deposited for `{record.HighestTier}` under the earlier revision, which count from tier `{record.Earlier}` on, {now} until their depositors consent";
        }
    }
}
