using Broker.DisclosureControl;

namespace Broker.Briefings.Tests;

/// <summary>The whole way from contributions to the page, on invented sources.</summary>
public sealed class MeasuredBriefingTests
{
    [Fact]
    public void Compose_DerivedTables_OfEveryTierAreWrittenAndReadBack()
    {
        MeasuredTable before = Measured("2013-13", 11);
        MeasuredTable measured = Measured("2014-01", 12);
        for (int tier = 0; tier < 3; tier++)
        {
            TierTable table = Derive.Tier(measured.Plan, measured, tier, null);
            BriefingInput input = BriefingSamples.Input(table, Derive.Tier(before.Plan, before, tier, null));
            ComposedBriefing briefing = BriefingComposer.Compose(input);
            Assert.True(BriefingReader.TryRead(briefing.Json, out BriefingDocument? document, out BriefingReadFault fault), BriefingReadFaults.Code(fault));
            Assert.Equal(measured.Plan.Hash, document!.PlanHash.ToString());
            Assert.Equal(table.Cells.Count(cell => cell.Status == CellStatus.Published), document.Cells.Count(cell => cell.IsPublished));
            Assert.Equal(table.Cells.Count(cell => cell.Status != CellStatus.NotInTier), document.Cells.Count);
        }
    }

    private static MeasuredTable Measured(string period, int seed)
    {
        SeededBytes random = new(seed);
        MeasurementPlan plan = BriefingSamples.Plan(period);
        Contribution[] contributions = [.. Enumerable.Range(0, 400).Select(i => new Contribution(
            new SourceKey((UInt128)(uint)i), new OrganisationKey((ulong)(i % 23)), i % 3 == 0 ? 16 : random.Next(plan.Areas.Count), random.Next(3), 1 + random.Next(2)))];
        return Measure.Run(plan, contributions, _ => true, new byte[32], random.Fill);
    }
}
