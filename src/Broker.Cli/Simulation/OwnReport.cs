using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>What <c>broker policy simulate</c> tells: exact counts, for the owner of the records only.</summary>
internal sealed record OwnReport(SharingPolicy Policy, MeasurementPlan Plan, DateOnly On, OwnRecords Records, IReadOnlyList<OwnTier> Tiers)
{
    public const string Note = "the counts are exact and are yours: they were worked out here and nothing left this machine; a release shows noisy numbers of everybody's records";

    /// <summary>How many sources the records of the period have.</summary>
    public int Sources { get; } = Records.InPeriod.Select(record => record.Row.Source).Distinct().Count();
}
