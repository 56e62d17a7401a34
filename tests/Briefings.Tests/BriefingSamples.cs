using Broker.DisclosureControl;

namespace Broker.Briefings.Tests;

/// <summary>Briefing inputs with invented numbers on the real gazetteer and shapes.</summary>
internal static class BriefingSamples
{
    public const string Origin = "broker.example/caf";

    private static readonly Lazy<Gazetteer> Places = new(() =>
        Gazetteer.TryRead(TestTree.Sample("pcodes-CAF.csv"), out Gazetteer? gazetteer, out _) ? gazetteer! : throw new InvalidOperationException("sample gazetteer"));

    private static readonly Lazy<CountryMap> Shapes = new(() =>
        CountryMap.TryRead(TestTree.Sample("ne-admin1-CAF.geojson"), Places.Value, out CountryMap? map, out _) ? map! : throw new InvalidOperationException("sample map"));

    public static Gazetteer Gazetteer => Places.Value;

    public static CountryMap Map => Shapes.Value;

    public static MeasurementPlan Plan(string period = "2014-01", VolumeClass volume = VolumeClass.Medium, int hardFloor = 0) => MeasurementPlan.Create(
        "CAF",
        period,
        ReleaseVintage.Final,
        volume,
        Gazetteer.AreaCodes,
        EventKinds.Codes,
        [
            new TierTerms("public", [CellGroup.Country], 8, 10, 3, 5),
            new TierTerms("elected-member", [CellGroup.Country, CellGroup.Category, CellGroup.Area], 2, 5, 3, 1),
            new TierTerms("consortium", [CellGroup.Country, CellGroup.Category, CellGroup.Area, CellGroup.Leaf], 1, 5, 3, 1),
        ],
        10,
        new Rational(1),
        hardFloor: hardFloor);

    /// <summary>A table whose published cells are those that <paramref name="estimate"/> gives a number.</summary>
    public static TierTable Table(MeasurementPlan plan, int tier, Func<CellKey, long?> estimate, long half = 9) => new(plan, tier, [.. plan.Keys.Select(key =>
        !plan.Tiers[tier].Groups.Contains(key.Group) ? new TierCell(key, CellStatus.NotInTier, 0, 0, 0, 0)
        : estimate(key) is long about ? new TierCell(key, CellStatus.Published, about, Math.Max(0, about - half), about + half, 21)
        : new TierCell(key, CellStatus.Suppressed, 0, 0, 0, 21))]);

    public static BriefingInput Input(TierTable table, TierTable? previous = null, string marking = "TLP:AMBER+STRICT") => new()
    {
        Origin = Origin,
        CountryName = "Central African Republic",
        CountryInSentence = "the Central African Republic",
        Number = 14,
        PeriodStart = new DateOnly(2013, 12, 30),
        PeriodEnd = new DateOnly(2014, 1, 27),
        Issued = new DateOnly(2014, 2, 17),
        NextIssue = new DateOnly(2014, 3, 17),
        Audience = "delegates of elected members of the Security Council",
        Marking = marking,
        PolicyName = "caf-2013",
        PolicyRevision = Sha256Digest.Of("a policy"u8),
        Table = table,
        Previous = previous,
        Gazetteer = Gazetteer,
        Map = Map,
    };

    public static BriefingInput Shown() => Input(Table(Plan(), 1, Numbers), Table(Plan("2013-13"), 1, Earlier));

    public static BriefingInput Suppressed() => Input(Table(Plan(), 1, _ => null));

    public static BriefingInput Public() => Input(Table(Plan(), 0, _ => 235, 35), marking: "TLP:CLEAR") with { NextIssue = null, Audience = "everyone" };

    public static BriefingInput Consortium() => Input(Table(Plan(volume: VolumeClass.Large), 2, LeafNumbers), marking: "TLP:RED");

    /// <summary>The shown sample with a rise in Bangui, a kind of event and an area that become shown, and a pattern over eight weeks.</summary>
    public static BriefingInput Alerts() => Shown() with
    {
        Alerts = new BriefingAlerts
        {
            Kinds = [AlertKind.BecomesShown, AlertKind.Rise],
            FinalsBefore = 3,
            Raised =
            [
                Alert(AlertKind.Rise, CellGroup.Country),
                Alert(AlertKind.BecomesShown, CellGroup.Area, area: 6),
                Alert(AlertKind.Rise, CellGroup.Area, area: 16),
                Alert(AlertKind.BecomesShown, CellGroup.Category, category: 1),
            ],
            Scan = new ScanResult(ScanStatus.Pattern, new ScanFinding([5, 6], false, "2013-13", 2)),
        },
    };

    public static CellAlert Alert(AlertKind kind, CellGroup group, int area = -1, int category = -1) => new(new CellKey(group, area, category), kind, 0.9);

    public static long? Numbers(CellKey key) => key.Group switch
    {
        CellGroup.Country => 241,
        CellGroup.Category => key.Category switch { 0 => 168, 1 => 44, _ => 29 },
        _ => key.Area switch { 16 => 102, 6 => 41, 5 => 27, 9 => 18, 1 => 12, 17 => 14, _ => null },
    };

    private static long? Earlier(CellKey key) => Numbers(key) is long number ? (key.Area == 16 ? 61 : number + 3) : null;

    private static long? LeafNumbers(CellKey key)
        => key.Group == CellGroup.Leaf ? (key.Area is 16 or 6 && key.Category != 2 ? 30 + key.Area : null) : Numbers(key);
}
