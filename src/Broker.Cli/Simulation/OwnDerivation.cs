using System.Security.Cryptography;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>What each tier of a policy would make of one's own records, if they were all that there is. It draws no noise and asks nobody.</summary>
internal sealed class OwnDerivation(SharingPolicy policy, MeasurementPlan plan, IReadOnlyList<OwnRecord> records)
{
    /// <summary>The tiers in the policy's order.</summary>
    /// <param name="random">For the key that settles ties between areas, which is another one at each broker.</param>
    public IReadOnlyList<OwnTier> Derive(RandomFill random)
    {
        var leafKey = new byte[Measure.LeafKeySize];
        random(leafKey);
        try
        {
            using CellBook book = new(CellShape.Of(plan), leafKey);
            foreach (var record in records.Where(record => record.Stratum >= 0))
            {
                book.Deposit(record.Row.In(record.Stratum), new RecordKey((UInt128)record.Line));
            }

            return [.. policy.Tiers.Select((tier, index) => Tier(book, tier, index))];
        }
        finally
        {
            CryptographicOperations.ZeroMemory(leafKey);
        }
    }

    private OwnTier Tier(CellBook book, PolicyTier tier, int index)
    {
        var audience = policy.Audiences[tier.Audience];
        var issued = IssueDate(tier);
        var purposes = audience.Anyone ? [] : policy.Rules.Where(rule => !rule.IsForbid && rule.Tiers.Contains(tier.Name)).SelectMany(rule => rule.Purposes).Distinct().ToArray();
        var nothing = !plan.IsSeenBy(index) ? "no-table"
            : !audience.Anyone && purposes.Length == 0 ? "no-permit"
            : policy.IsLapsed(issued) ? "lapsed-before-issue"
            : null;
        var closed = records
            .Where(record => !record.Admissions[index].IsOpen)
            .GroupBy(record => string.Join('\n', record.Admissions[index].Closures.Select(closure => closure.Sentence)))
            .Select(group => OwnClosed.Of(group.First().Admissions[index].Closures, [.. group.Select(record => record.Line)]));
        return new OwnTier(
            tier, audience, purposes, issued, nothing, records.Count(record => record.Admissions[index].IsOpen), OwnDerivative.ExactForOwner(plan, book, index), [.. closed]);
    }

    // The cut-off and the tier's delay, and never before the vintage's embargo is over.
    private DateOnly IssueDate(PolicyTier tier)
    {
        var period = plan.MeasuredPeriod;
        var delayed = period.CutOff + tier.Delay;
        return DateOnly.FromDateTime((delayed > period.EarliestIssue ? delayed : period.EarliestIssue).UtcDateTime);
    }
}
