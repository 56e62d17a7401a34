using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>What both files of a briefing are written from: the document, the names, and the words.</summary>
internal sealed class BriefingContent
{
    private BriefingContent(BriefingInput input)
    {
        Input = input;
        Places = MakePlaces();
        Kinds = [.. Seen(CellGroup.Category)];
        Total = Seen(CellGroup.Country).FirstOrDefault();
        Document = MakeDocument();
        Highlights = BriefingHighlights.Write(this);
    }

    public BriefingInput Input { get; }

    public BriefingDocument Document { get; }

    public Sha256Digest ReleaseHash => Document.ReleaseHash;

    public TierTable Table => Input.Table;

    /// <summary>The cell of the whole country, null where the tier does not see it.</summary>
    public TierCell? Total { get; }

    /// <summary>Areas that the tier sees: the published by size, then the suppressed in the plan's order.</summary>
    public IReadOnlyList<PlaceRow> Places { get; }

    /// <summary>Event kinds that the tier sees, the gravest first.</summary>
    public IReadOnlyList<TierCell> Kinds { get; }

    public IReadOnlyList<string> Highlights { get; }

    public static BriefingContent From(BriefingInput input) => new(input);

    public static BriefingCell ToCell(MeasurementPlan plan, TierCell cell, string words) => new(
        cell.Key.Area < 0 ? null : plan.Areas[cell.Key.Area],
        cell.Key.Category < 0 ? null : plan.Categories[cell.Key.Category],
        cell.Status == CellStatus.Published,
        cell.Estimate,
        cell.Low,
        cell.High,
        words);

    public IEnumerable<TierCell> Seen(CellGroup group)
        => Table.Cells.Where(cell => cell.Key.Group == group && cell.Status != CellStatus.NotInTier);

    public bool IsNoAreaGiven(TierCell cell) => cell.Key.Area >= 0 && Table.Plan.Areas[cell.Key.Area] == Table.Plan.Country;

    /// <summary>The area's name, or the words for records without one.</summary>
    public string AreaName(TierCell cell)
        => IsNoAreaGiven(cell) ? "No area given" : Input.Gazetteer.Find(Table.Plan.Areas[cell.Key.Area])?.Name ?? Table.Plan.Areas[cell.Key.Area];

    /// <summary>The name of an area of the plan.</summary>
    public string NameOfArea(int area) => AreaName(Table.Cells.First(cell => cell.Key == new CellKey(CellGroup.Area, area)));

    public string KindWords(TierCell cell)
        => cell.Key.Category >= 0 && EventKinds.TryParse(Table.Plan.Categories[cell.Key.Category], out EventKind kind)
            ? EventKinds.Words(kind)
            : "organised violence";

    public string Sentence(TierCell cell) => Wording.Sentence(cell, KindWords(cell), Where(cell), Table.Plan.Vintage == ReleaseVintage.Flash ? "this week" : "in this period");

    private string Where(TierCell cell) => cell.Key.Area < 0 ? "in " + Input.CountryInSentence
        : IsNoAreaGiven(cell) ? "with no area given"
        : "in " + AreaName(cell);

    private List<PlaceRow> MakePlaces()
    {
        List<PlaceRow> rows = [];
        int letters = 0;
        foreach (TierCell cell in Seen(CellGroup.Area)
            .OrderByDescending(cell => cell.Status == CellStatus.Published).ThenByDescending(cell => cell.Estimate).ThenBy(cell => cell.Key.Area))
        {
            bool onMap = cell.Status == CellStatus.Published && !IsNoAreaGiven(cell);
            rows.Add(new PlaceRow(cell, AreaName(cell), Table.Plan.Areas[cell.Key.Area], onMap ? Letters(letters++) : null));
        }

        return rows;
    }

    // Letters, because a figure beside a figure would read as a count.
    private static string Letters(int index)
        => (index < 26 ? string.Empty : ((char)('A' + (index / 26) - 1)).ToString()) + (char)('A' + (index % 26));

    private BriefingDocument MakeDocument()
    {
        MeasurementPlan plan = Table.Plan;
        BriefingDocument document = new()
        {
            Origin = Input.Origin,
            Number = Input.Number,
            Country = plan.Country,
            Period = plan.Period,
            PeriodStart = Input.PeriodStart,
            PeriodEnd = Input.PeriodEnd,
            Issued = Input.Issued,
            NextIssue = Input.NextIssue,
            Vintage = ReleaseText.Vintage(plan.Vintage),
            Tier = Table.Terms.Name,
            Audience = Input.Audience,
            Marking = Input.Marking,
            PolicyName = Input.PolicyName,
            PolicyRevision = Input.PolicyRevision,
            PlanHash = Sha256Digest.Parse(plan.Hash),
            Rho = plan.RhoPerSource.ToString(),
            TierRho = plan.RhoOfTier(Table.TierIndex).ToString(),
            NoiseFactor = plan.NoiseFactor(Table.TierIndex),
            Variances = [.. Groups.Where(group => plan.HasGroup(group.Group)).Select(group => new BriefingVariance(group.Name, plan.VarianceOf(group.Group).ToString()))],
            SourceThreshold = Math.Max(Table.Terms.SourceThreshold, plan.HardFloor),
            OrganisationThreshold = Table.Terms.OrganisationThreshold,
            RoundTo = Table.Terms.RoundTo,
            ReleaseHash = ReleaseText.Hash(Input.Origin, Table),
            Cells = [.. Table.Cells.Where(cell => cell.Status != CellStatus.NotInTier).Select(cell => ToCell(plan, cell, Sentence(cell)))],
            Alerts = Input.Alerts is BriefingAlerts alerts ? MakeAlerts(alerts) : null,
        };
        return document;
    }

    private BriefingAlertSection MakeAlerts(BriefingAlerts alerts) => new(
        [.. AlertCodes.All.Where(alerts.Kinds.Contains)],
        alerts.FinalsBefore,
        [.. AlertCodes.InOrder(Table.Plan, alerts.Raised).Select(alert => new BriefingAlert(
            alert.Key.Area < 0 ? null : Table.Plan.Areas[alert.Key.Area],
            alert.Key.Category < 0 ? null : Table.Plan.Categories[alert.Key.Category],
            alert.Kind,
            AlertWords.Sentence(this, alert)))],
        alerts.Scan is ScanResult scan ? MakeScan(scan) : null);

    private BriefingScan MakeScan(ScanResult scan) => new(
        scan.Status,
        scan.Finding is { IsWholeCountry: false } over ? [.. over.Areas.Select(area => Table.Plan.Areas[area])] : null,
        scan.Finding is ScanFinding finding ? FourWeekCalendar.Parse(finding.FirstBlock).Start : null,
        4 * (scan.Finding?.Blocks ?? 0),
        AlertWords.Scan(this, scan));

    private static readonly (CellGroup Group, string Name)[] Groups =
        [(CellGroup.Country, "country"), (CellGroup.Area, "area"), (CellGroup.Category, "category"), (CellGroup.Leaf, "leaf")];
}
