using Broker.DisclosureControl;
using Broker.Policy;
using Broker.Silo.Deposits;
using Broker.Silo.Grains;
using Broker.Silo.Vault;
using Microsoft.Data.Sqlite;

namespace Broker.Silo.Releases;

/// <summary>Measures a period once: gathers what its admitted records contribute, and writes debits and noisy table together.</summary>
internal sealed class PeriodMeasurement(MeasurementStore measurements, PolicyStore policies, VaultService vault)
{
    /// <summary>Runs in the caller's transaction; what was measured before is left as it is.</summary>
    public void Run(SqliteConnection connection, CompiledPolicy policy, DueMeasurement due)
    {
        (string country, MeasuredPeriod period, MeasurementPlan plan) = (policy.Policy.Country, due.Period, due.Plan);
        if (MeasurementStore.IsMeasured(connection, country, period))
        {
            return;
        }

        var admitted = new List<(Contribution Contribution, Contributor Contributor)>();
        foreach (StoredContribution stored in measurements.Contributions(connection, country, period.Block))
        {
            if (stored.Enters(period) && StratumOf(policy.Policy, stored, DateOnly.FromDateTime(period.CutOff.UtcDateTime)) is { } stratum)
            {
                admitted.Add((
                    new Contribution(stored.Source, stored.Organisation, IndexOf(plan.Areas, stored.Area), IndexOf(plan.Categories, stored.Kind), stratum),
                    new Contributor(stored.Organisation.Value, stored.Record, stratum)));
            }
        }

        Contribution[] contributions = [.. admitted.Select(pair => pair.Contribution)];
        var counted = new Dictionary<SourceKey, int>();
        MeasuredTable table = vault.WithLeafKey(key => Measure.Run(
            plan,
            contributions,
            source => measurements.Budget(connection, source).MayCharge(plan.RhoPerSource, plan.YearlyRho, period.Block.Ordinal),
            key,
            vault.Random.Invoke,
            counted.Add));

        // A source counts once, in one stratum: a record of it that stands in another entered nothing.
        measurements.Write(
            connection, country, period, policy.Policy.Revision, table,
            [.. admitted
                .Where(pair => counted.TryGetValue(pair.Contribution.Source, out int stratum) && stratum == pair.Contributor.Stratum)
                .Select(pair => pair.Contributor)]);
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
