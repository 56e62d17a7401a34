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

    [Fact]
    public void Compose_UnderAHardFloor_SaysItAndNamesNoChange()
    {
        MeasuredTable measured = Measured("2014-01", 12, hardFloor: 15);
        TierTable table = Derive.Tier(measured.Plan, measured, 1, null);
        TierTable cleared = table with { Cells = [.. table.Cells.Select(cell => cell with { Status = CellStatus.Suppressed, Estimate = 0, Low = 0, High = 0 })] };
        string With(TierTable now, TierTable before) => System.Text.Encoding.UTF8.GetString(BriefingComposer.Compose(BriefingSamples.Input(now, before)).Html);

        MeasuredTable earlier = Measured("2013-13", 12, hardFloor: 15);
        string page = With(table, Derive.Tier(earlier.Plan, earlier, 1, null) with { Cells = cleared.Cells });
        Assert.Contains(Wording.HardFloorSentence(15), page, StringComparison.Ordinal);
        Assert.Contains("above 14 sources by more than the noise explains (threshold 15)", page, StringComparison.Ordinal);
        Assert.DoesNotContain($"after “{Wording.TooFew}”", page, StringComparison.Ordinal);
        Assert.Contains("; beside it, for the hard floor, a delta of at most 0.00000", page, StringComparison.Ordinal);

        MeasuredTable plain = Measured("2014-01", 12);
        MeasuredTable plainBefore = Measured("2013-13", 12);
        string usual = With(
            Derive.Tier(plain.Plan, plain, 1, null), Derive.Tier(plainBefore.Plan, plainBefore, 1, null) with { Cells = cleared.Cells });
        Assert.Contains($"after “{Wording.TooFew}”", usual, StringComparison.Ordinal);
        Assert.DoesNotContain("Behind each number shown stand", usual, StringComparison.Ordinal);
    }

    private static MeasuredTable Measured(string period, int seed, int hardFloor = 0)
    {
        SeededBytes random = new(seed);
        MeasurementPlan plan = BriefingSamples.Plan(period, hardFloor: hardFloor);
        Contribution[] contributions = [.. Enumerable.Range(0, 400).Select(i => new Contribution(
            new SourceKey((UInt128)(uint)i), new OrganisationKey((ulong)(i % 23)), i % 3 == 0 ? 16 : random.Next(plan.Areas.Count), random.Next(3), 1 + random.Next(2)))];
        return Measure.Run(plan, contributions, _ => true, new byte[32], random.Fill);
    }
}
