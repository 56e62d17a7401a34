using System.Globalization;
using System.Text.Json;
using Broker.DisclosureControl;

namespace Broker.Cli;

/// <summary>The lines of a simulation as JSON, <c>release-simulation/1</c>: one line a run, and a header for whoever asks for it.</summary>
/// <remarks>References: docs/specs/disclosure-control.md ("Simulation"). ASCII; whatever does not differ between runs is made once.</remarks>
internal sealed class SimulationText
{
    private readonly MeasurementPlan plan;
    private readonly string head;
    private readonly string[] tierHeads;

    // A tier's variances follow from the plan, so whichever run comes first writes what any other would.
    private readonly string?[] variances;

    public SimulationText(MeasurementPlan plan)
    {
        this.plan = plan;
        variances = new string?[plan.Tiers.Count];
        head = $",\"rho\":\"{plan.RhoPerSource}\",\"plan\":\"{plan.Hash}\",\"cells\":[{CellNames(plan)}],\"strata\":[";
        tierHeads = [.. plan.Tiers.Select(tier => $"{{\"tier\":{JsonSerializer.Serialize(tier.Name)},\"z\":[")];
    }

    /// <summary>The header: everything that is public and the same in each run.</summary>
    public string Header(int runs) => "{\"kind\":\"release-simulation/1\"," + string.Join(',',
        $"\"country\":{Quoted(plan.Country)}", $"\"period\":{Quoted(plan.Period)}", $"\"runs\":{runs.ToString(CultureInfo.InvariantCulture)}",
        $"\"rho\":{Quoted(plan.RhoPerSource.ToString())}", $"\"plan\":{Quoted(plan.Hash)}", $"\"planText\":{Quoted(plan.CanonicalText)}",
        $"\"cells\":[{CellNames(plan)}]",
        $"\"sigma2\":[{string.Join(',', plan.Keys.Select(key => Quoted(plan.VarianceOf(key.Group).ToString())))}]",
        $"\"organisations\":[{string.Join(',', plan.CountsOrganisations ? plan.Areas.Select(Quoted) : [])}]",
        $"\"organisationsSigma2\":{Quoted(plan.OrganisationVariance.ToString())}",
        $"\"tiers\":[{string.Join(',', plan.Tiers.Select(TierHeader))}]") + "}";

    /// <summary><c>country</c>, <c>area/CF71</c>, <c>category/one-sided</c>, <c>leaf/CF71/one-sided</c>.</summary>
    public static string CellName(MeasurementPlan plan, CellKey key) => key.Group switch
    {
        CellGroup.Area => $"area/{plan.Areas[key.Area]}",
        CellGroup.Category => $"category/{plan.Categories[key.Category]}",
        CellGroup.Leaf => $"leaf/{plan.Areas[key.Area]}/{plan.Categories[key.Category]}",
        _ => "country",
    };

    /// <summary>One run's line, without its end.</summary>
    public void Write(TextBuffer text, int run, MeasuredTable measured, TierTable[] tables)
    {
        text.Add("{\"run\":").Add(run).Add(head);
        for (var stratum = 0; stratum < plan.Tiers.Count; stratum++)
        {
            text.Add(stratum == 0 ? "[" : ",[").AddAll(measured.Noisy(stratum)).Add("]");
        }

        text.Add("],\"tiers\":[");
        for (var tier = 0; tier < tables.Length; tier++)
        {
            text.Add(tier == 0 ? "" : ",").Add(tierHeads[tier]).AddAll(measured.RawCells(tier));
            var cells = tables[tier].Cells;
            text.Add("],\"variance\":[").Add(variances[tier] ??= Variances(cells));
            AddCells(text, "],\"shown\":[", cells, static (text, cell) => text.Add(cell.Status == CellStatus.Published ? 1 : 0));
            AddCells(text, "],\"estimate\":[", cells, static (text, cell) => text.AddOrNull(cell.Status == CellStatus.Published, cell.Estimate));
            AddCells(text, "],\"low\":[", cells, static (text, cell) => text.AddOrNull(cell.Status == CellStatus.Published, cell.Low));
            AddCells(text, "],\"high\":[", cells, static (text, cell) => text.AddOrNull(cell.Status == CellStatus.Published, cell.High));
            text.Add("]}");
        }

        text.Add("]}");
    }

    private static void AddCells(TextBuffer text, string name, IReadOnlyList<TierCell> cells, Action<TextBuffer, TierCell> add)
    {
        text.Add(name);
        for (var index = 0; index < cells.Count; index++)
        {
            if (index > 0)
            {
                text.Add(",");
            }

            add(text, cells[index]);
        }
    }

    // The shortest text that reads back as the same number; null where the tier does not see the cell.
    private static string Variances(IReadOnlyList<TierCell> cells) =>
        string.Join(',', cells.Select(cell => cell.Status == CellStatus.NotInTier ? "null" : cell.Variance.ToString(CultureInfo.InvariantCulture)));

    private string TierHeader(TierTerms tier, int index) => string.Create(
        CultureInfo.InvariantCulture,
        $"{{\"tier\":{Quoted(tier.Name)},\"noiseFactor\":{plan.NoiseFactor(index)},\"sources\":{tier.SourceThreshold},\"roundTo\":{tier.RoundTo},\"rho\":{Quoted(plan.RhoOfTier(index).ToString())}}}");

    private static string CellNames(MeasurementPlan plan) => string.Join(',', plan.Keys.Select(key => Quoted(CellName(plan, key))));

    private static string Quoted(string text) => JsonSerializer.Serialize(text);
}
