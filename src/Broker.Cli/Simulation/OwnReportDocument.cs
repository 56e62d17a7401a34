using Broker.DisclosureControl;
using Broker.Policy;

namespace Broker.Cli;

/// <summary>A report on one's own records as the JSON document <c>policy-simulation/1</c> (docs/specs/sharing-policy.md, "Simulation").</summary>
internal static class OwnReportDocument
{
    public static object Of(OwnReport report) => new
    {
        kind = "policy-simulation/1",
        policy = report.Policy.Name,
        revision = report.Policy.Revision,
        country = report.Plan.Country,
        period = report.Plan.Period,
        vintage = report.Plan.MeasuredPeriod.Slug,
        @class = report.Plan.VolumeClass.ToString().ToLowerInvariant(),
        on = PolicyWire.Day(report.On),
        plan = report.Plan.Hash,
        records = report.Records.InPeriod.Count,
        sources = report.Sources,
        notInPeriod = report.Records.Elsewhere,
        refused = report.Records.Refused.Select(row => new { line = row.Line, code = row.Code }),
        tiers = report.Tiers.Select(tier => Tier(report.Plan, tier)),
        note = OwnReport.Note,
    };

    private static object Tier(MeasurementPlan plan, OwnTier tier) => new
    {
        tier = tier.Terms.Name,
        marking = tier.Terms.Marking,
        audience = tier.Audience.Name,
        states = tier.Audience.States.Select(state => state.State),
        organisations = tier.Audience.Organisations,
        role = tier.Audience.Role,
        onward = tier.Terms.Onward,
        purposes = tier.Purposes,
        issued = PolicyWire.Day(tier.Issued),
        sourceThreshold = tier.Terms.SourceThreshold,
        organisationThreshold = tier.Terms.OrganisationThreshold,
        roundTo = tier.Terms.RoundTo,
        narrative = tier.Terms.Narrative,
        nothing = tier.Nothing,
        counted = tier.Counted,
        cells = tier.Cells.Select(cell => Cell(plan, cell)),
        closed = tier.Closed.Select(Closed),
    };

    private static object Cell(MeasurementPlan plan, OwnCell cell) => new
    {
        cell = SimulationText.CellName(plan, cell.Key),
        sources = cell.Sources,
        deviation = Rounded(cell.Deviation),
        shownFrom = double.IsFinite(cell.ShownFrom) ? Rounded(cell.ShownFrom) : (double?)null,
        chance = Rounded(cell.Chance),
    };

    private static object Closed(OwnClosed closed) => new
    {
        code = closed.Code,
        reasons = closed.Reasons.Select(reason => new { code = TierClosureKinds.Code(reason.Kind), named = reason.Named, sentence = reason.Sentence }),
        lines = closed.Lines,
    };

    // Enough for any plan of a person, and the same text on every machine.
    private static double Rounded(double value) => Math.Round(value, 4);
}
