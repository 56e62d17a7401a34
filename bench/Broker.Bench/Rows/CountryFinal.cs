using System.Numerics;
using System.Security.Cryptography;
using Broker.Bench.Harness;
using Broker.Briefings;
using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Bench.Rows;

/// <summary>Two four-week finals of a made-up country of class L, under the real policy's tiers, areas and kinds of events.</summary>
internal sealed class CountryFinal
{
    internal const int Records = 10_000;
    internal const int Sources = 8_000;

    private const int OrganisationCount = 60;
    private const string FinalSuffix = "/final";

    internal CountryFinal()
    {
        Sink.Demand(Gazetteer.TryRead(Inputs.Text("pcodes-CAF.csv"), out Gazetteer? gazetteer, out _), "the gazetteer");
        Gazetteer = gazetteer!;
        Sharing = PolicyRows.Read();
        Plan = PlanOf("2014-02");
        Contributions = Invent(Plan);
        Before = Measured(PlanOf("2014-01"));
        Table = Measured(Plan);
    }

    internal Gazetteer Gazetteer { get; }

    internal SharingPolicy Sharing { get; }

    internal MeasurementPlan Plan { get; }

    internal Contribution[] Contributions { get; }

    internal MeasuredTable Before { get; }

    internal MeasuredTable Table { get; }

    internal byte[] LeafKey { get; } = Inputs.Bytes(Measure.LeafKeySize);

    internal MeasuredTable Measured(MeasurementPlan plan) =>
        Measure.Run(plan, Contributions, _ => true, LeafKey, RandomNumberGenerator.Fill);

    private MeasurementPlan PlanOf(string period) => MeasurementPlan.Create(
        Sharing.Country, period, ReleaseVintage.Final, VolumeClass.Large, Gazetteer.AreaCodes, EventKinds.Codes, [.. Sharing.Tiers.Select(Terms)],
        Sharing.OrganisationCap, new Rational(new BigInteger(Sharing.YearlyRho.Numerator), new BigInteger(Sharing.YearlyRho.Denominator)));

    private static TierTerms Terms(PolicyTier tier) => new(
        tier.Name,
        [.. tier.Tables.Where(table => table.EndsWith(FinalSuffix, StringComparison.Ordinal)).Select(table => GroupOf(table[..^FinalSuffix.Length]))],
        tier.NoiseMultiple, tier.SourceThreshold, tier.OrganisationThreshold, tier.RoundTo);

    private static CellGroup GroupOf(string name) => name switch
    {
        "country" => CellGroup.Country,
        "category" => CellGroup.Category,
        "admin1" => CellGroup.Area,
        _ => CellGroup.Leaf,
    };

    private static Contribution[] Invent(MeasurementPlan plan)
    {
        var contributions = new Contribution[Records];
        for (int i = 0; i < Records; i++)
        {
            int source = i % Sources;
            contributions[i] = new Contribution(
                new SourceKey((UInt128)source), new OrganisationKey((ulong)(source % OrganisationCount)),
                Below(plan.Areas.Count), Below(plan.Categories.Count), Below(plan.Tiers.Count));
        }

        return contributions;
    }

    private static int Below(int bound) => RandomNumberGenerator.GetInt32(bound);
}
