using System.Reflection;
using Broker.Briefings;

namespace Broker.Silo.Deposits;

/// <summary>Public reference data of the countries that this broker knows: areas with their codes and names, and map shapes.</summary>
internal sealed class CountryReference
{
    private readonly Dictionary<string, CountryFacts> countries = new(StringComparer.Ordinal);

    public CountryReference()
    {
        Add("Central African Republic", "the Central African Republic", "pcodes-CAF.csv", "ne-admin1-CAF.geojson");
    }

    /// <summary>The country's facts; null when this broker has none for it.</summary>
    public CountryFacts? Find(string country) => countries.GetValueOrDefault(country);

    /// <summary>First-order area of a place, the country's own code when it has none, null when the place is unknown.</summary>
    public string? AreaOf(string country, string place) => Find(country)?.Gazetteer.AreaOf(place);

    /// <summary>Codes of the first-order areas in their fixed order, then the country's own code: no area given.</summary>
    public IReadOnlyList<string> Areas(string country) => [.. countries[country].Gazetteer.AreaCodes, country];

    private void Add(string name, string inSentence, string places, string outlines)
    {
        if (!Gazetteer.TryRead(Resource(places), out Gazetteer? gazetteer, out _) || !CountryMap.TryRead(Resource(outlines), gazetteer!, out CountryMap? map, out _))
        {
            throw new InvalidOperationException($"the reference data `{places}` or `{outlines}` of the build is damaged");
        }

        countries.Add(gazetteer!.Country, new CountryFacts(name, inSentence, gazetteer, map!));
    }

    private static string Resource(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource `{name}` is missing from the build");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
