using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;

namespace Broker.Silo.Releases;

/// <summary>Whether a stored contribution counts in a period under a policy, and where.</summary>
internal sealed class ContributionAdmission(PolicyStore policies)
{
    /// <summary>What it contributes; null when it is of another period, arrived after the period's cut-off, or its caveats keep it sealed then.</summary>
    /// <exception cref="InvalidDataException">It names a code that the plan does not have.</exception>
    public Contribution? Of(SharingPolicy policy, DueMeasurement due, StoredContribution stored)
    {
        return stored.Enters(due.Period) && StratumOf(policy, stored, DateOnly.FromDateTime(due.Period.CutOff.UtcDateTime)) is { } stratum
            ? new Contribution(stored.Source, stored.Organisation, IndexOf(due.Plan.Areas, stored.Area), IndexOf(due.Plan.Categories, stored.Kind), stratum)
            : null;
    }

    /// <summary>
    /// The stratum under the policy in force, of those tiers only that let out no more than they did under the policy that the
    /// record was deposited under: a later revision may only narrow. Null: the record stays sealed.
    /// </summary>
    private int? StratumOf(SharingPolicy policy, StoredContribution stored, DateOnly on)
    {
        if (!CaveatDocument.TryParse(stored.Caveats, out RecordCaveats? caveats, out _))
        {
            return null;
        }

        if (string.Equals(stored.Revision, policy.Revision, StringComparison.Ordinal))
        {
            return Strata.Of(policy, caveats, on);
        }

        return policies.Find(policy.Country, stored.Revision) is { } then
            ? PolicyNarrowing.StratumAcross(policy, then.Policy, caveats, on)
            : null;
    }

    private static int IndexOf(IReadOnlyList<string> codes, string code)
    {
        for (int i = 0; i < codes.Count; i++)
        {
            if (string.Equals(codes[i], code, StringComparison.Ordinal))
            {
                return i;
            }
        }

        throw new InvalidDataException("a stored contribution names a code that the plan does not have");
    }
}
