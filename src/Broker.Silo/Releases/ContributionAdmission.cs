using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;

namespace Broker.Silo.Releases;

/// <summary>Whether a stored contribution counts in a period under a policy, and where.</summary>
internal sealed class ContributionAdmission(PolicyStore policies)
{
    /// <summary>What it contributes; null when it is of another period, arrived after the period's cut-off, or its caveats keep it sealed then.</summary>
    /// <param name="policy">The revision in force.</param>
    /// <param name="due">The period.</param>
    /// <param name="stored">The contribution.</param>
    /// <param name="consents">The consents as the count sees them, which has to be as it sees the contributions.</param>
    /// <exception cref="InvalidDataException">It names a code that the plan does not have.</exception>
    public Contribution? Of(SharingPolicy policy, DueMeasurement due, StoredContribution stored, ConsentView consents)
    {
        return stored.Enters(due.Period) && StratumOf(policy, stored, DateOnly.FromDateTime(due.Period.CutOff.UtcDateTime), consents) is { } stratum
            ? new Contribution(stored.Source, stored.Organisation, IndexOf(due.Plan.Areas, stored.Area), IndexOf(due.Plan.Categories, stored.Kind), stratum)
            : null;
    }

    /// <summary>
    /// The stratum under the policy in force, of those tiers only that let out no more than they did under the policy that the
    /// record was deposited under, or that its depositor agreed to: a later revision may only narrow. Null: the record stays sealed.
    /// </summary>
    /// <remarks>
    /// What stands when the period is counted decides, so that a revocation takes at once; a consent that was given on the day of the cut-off or later
    /// can only narrow.
    /// </remarks>
    private int? StratumOf(SharingPolicy policy, StoredContribution stored, DateOnly on, ConsentView consents)
    {
        if (!CaveatDocument.TryParse(stored.Caveats, out RecordCaveats? caveats, out _))
        {
            return null;
        }

        if (string.Equals(stored.Revision, policy.Revision, StringComparison.Ordinal))
        {
            return Strata.Of(policy, caveats, on);
        }

        if (policies.Find(policy.Country, stored.Revision) is not { } then)
        {
            return null;
        }

        if (consents.Of(stored.Organisation, stored.Revision) is not { } consent)
        {
            return PolicyNarrowing.StratumAcross(policy, then.Policy, caveats, on);
        }

        return policies.Find(policy.Country, consent.To) is not { } agreed ? null
            : consent.Given < on ? ConsentedStrata.Of(policy, agreed.Policy, then.Policy, caveats, on)
            : ConsentedStrata.OfLate(policy, agreed.Policy, then.Policy, caveats, on);
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
