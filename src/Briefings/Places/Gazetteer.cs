namespace Broker.Briefings;

/// <summary>The places of one country by P-code: names, parents and the area of a plan that a place counts in.</summary>
/// <remarks>
/// Reads the text of a CSV file of OCHA's common operational datasets with exactly the columns <see cref="Header"/>;
/// parents come before their children. Limits: 1 MiB, 20,000 places. Quoted fields are not part of the format.
/// </remarks>
public sealed class Gazetteer
{
    /// <summary>The first line of a file.</summary>
    public const string Header = "level,pcode,name_ascii,name_fr,parent,valid_from";

    private const int MaxChars = 1024 * 1024;
    private const int MaxPlaces = 20_000;

    private readonly Dictionary<string, GazetteerPlace> places;

    private Gazetteer(string country, Dictionary<string, GazetteerPlace> places, List<string> areas)
    {
        Country = country;
        this.places = places;
        AreaCodes = areas;
    }

    /// <summary>ISO 3166-1 alpha-3: the parent of every place of level 1.</summary>
    public string Country { get; }

    /// <summary>P-codes of level 1 in the order of the file; with the country's own code after them they are a plan's areas.</summary>
    public IReadOnlyList<string> AreaCodes { get; }

    /// <summary>Number of places.</summary>
    public int Count => places.Count;

    /// <summary>Reads a file, or says where and why it is refused.</summary>
    public static bool TryRead(string csv, out Gazetteer? gazetteer, out PlaceFault? fault)
    {
        gazetteer = null;
        Dictionary<string, GazetteerPlace> places = new(StringComparer.Ordinal);
        List<string> areas = [];
        string? country = null;
        fault = csv.Length > MaxChars ? new PlaceFault(0, "size") : null;
        int number = 0;
        foreach (ReadOnlySpan<char> raw in fault is null ? csv.AsSpan().TrimEnd('\n').EnumerateLines() : default)
        {
            number++;
            string? code = number == 1 ? (raw.SequenceEqual(Header) ? null : "header") : ReadLine(raw.ToString(), places, areas, ref country);
            code = places.Count > MaxPlaces ? "size" : code;
            if (code is not null)
            {
                fault = new PlaceFault(number, code);
                return false;
            }
        }

        fault ??= country is null ? new PlaceFault(0, "empty") : null;
        gazetteer = fault is null && country is not null ? new Gazetteer(country, places, areas) : null;
        return gazetteer is not null;
    }

    /// <summary>The place with this P-code, or null.</summary>
    public GazetteerPlace? Find(string code) => places.GetValueOrDefault(code);

    /// <summary>The area of level 1 that holds a place; the country's code for the country itself; null for an unknown place.</summary>
    public string? AreaOf(string code)
    {
        if (code == Country)
        {
            return Country;
        }

        GazetteerPlace? place = Find(code);
        while (place is not null && place.Level > 1)
        {
            place = Find(place.Parent);
        }

        return place?.Code;
    }

    /// <summary>The index, among a plan's areas, of the one that a place counts in; the country's own code is "no area given".</summary>
    /// <returns>False for a place that the gazetteer or the plan does not know: nothing is guessed.</returns>
    public bool TryAreaIndex(IReadOnlyList<string> areas, string place, out int index)
    {
        string? area = AreaOf(place);
        index = -1;
        for (int i = 0; area is not null && i < areas.Count; i++)
        {
            index = areas[i] == area ? i : index;
        }

        return index >= 0;
    }

    private static string? ReadLine(string line, Dictionary<string, GazetteerPlace> places, List<string> areas, ref string? country)
    {
        string[] fields = line.Split(',');
        if (fields.Length != 6 || line.Contains('"', StringComparison.Ordinal))
        {
            return "fields";
        }

        string name = fields[3].Length > 0 ? fields[3] : fields[2];
        int level = fields[0] switch { "1" => 1, "2" => 2, _ => 0 };
        string? fault = level == 0 ? "level"
            : !PlaceCodes.IsPCode(Ascii.Utf8(fields[1])) ? "code"
            : !Ascii.IsWords(Ascii.Utf8(name)) ? "name"
            : !Ascii.TryDate(Ascii.Utf8(fields[5]), out _) ? "date"
            : !IsParent(fields[4], level, places, ref country) ? "parent"
            : null;
        if (fault is not null)
        {
            return fault;
        }

        if (!places.TryAdd(fields[1], new GazetteerPlace(fields[1], name, fields[4], level)))
        {
            return "duplicate";
        }

        if (level == 1)
        {
            areas.Add(fields[1]);
        }

        return null;
    }

    private static bool IsParent(string parent, int level, Dictionary<string, GazetteerPlace> places, ref string? country)
    {
        if (level > 1)
        {
            return places.TryGetValue(parent, out GazetteerPlace? above) && above.Level == level - 1;
        }

        country ??= Ascii.IsCountry(Ascii.Utf8(parent)) ? parent : null;
        return parent == country;
    }
}
