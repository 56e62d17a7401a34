using System.Text.Json;

namespace Broker.Briefings;

/// <summary>The outlines of a country's areas of level 1 as SVG paths on a whole-number grid.</summary>
/// <remarks>
/// Reads a GeoJSON FeatureCollection (RFC 7946) of Polygon and MultiPolygon features, each with its P-code in
/// <c>properties.pcode</c>. Degrees are projected with a plain equirectangular projection at the middle latitude and rounded
/// to the grid; neighbours share their border points, so they still meet. All arithmetic is decimal: the same file gives
/// the same paths on every machine. Limits: 4 MiB, 200 areas, 200,000 points.
/// </remarks>
public sealed class CountryMap
{
    /// <summary>Width of the grid, in units; about a fiftieth of a degree for the Central African Republic.</summary>
    public const int Width = 600;

    private const int MaxChars = 4 * 1024 * 1024;

    private CountryMap(int height, IReadOnlyList<MapArea> areas)
    {
        Height = height;
        Areas = areas;
    }

    /// <summary>Height of the grid, in units.</summary>
    public int Height { get; }

    /// <summary>The areas in ordinal order of their codes.</summary>
    public IReadOnlyList<MapArea> Areas { get; }

    /// <summary>For each area of the map that a plan has: its index in the plan, then those of the others from the nearest to the furthest.</summary>
    /// <remarks>By the squared distance of centroids in units of the map; of equally near ones, the plan's earlier is first.</remarks>
    /// <param name="planAreas">The plan's areas; codes that the map does not draw, as "no area given", are left out.</param>
    public IReadOnlyList<IReadOnlyList<int>> Neighbours(IReadOnlyList<string> planAreas)
    {
        Dictionary<string, MapArea> drawn = Areas.ToDictionary(area => area.Code, StringComparer.Ordinal);
        (int Index, MapArea Area)[] placed = [.. planAreas.Index().Where(pair => drawn.ContainsKey(pair.Item)).Select(pair => (pair.Index, drawn[pair.Item]))];
        return
        [
            .. placed.Select(from => (IReadOnlyList<int>)[.. placed
                .OrderBy(to => to.Index != from.Index).ThenBy(to => SquaredDistance(from.Area, to.Area)).ThenBy(to => to.Index)
                .Select(to => to.Index)]),
        ];
    }

    /// <summary>Reads a file whose areas are all of level 1 in the gazetteer, or says where and why it is refused.</summary>
    public static bool TryRead(string geoJson, Gazetteer gazetteer, out CountryMap? map, out PlaceFault? fault)
    {
        map = null;
        if (geoJson.Length > MaxChars)
        {
            fault = new PlaceFault(0, "size");
            return false;
        }

        fault = GeoJsonReader.Read(geoJson, gazetteer, out SortedDictionary<string, List<List<(decimal Lon, decimal Lat)>>> areas);
        if (fault is null)
        {
            MapProjection projection = MapProjection.Fit(areas.Values.SelectMany(rings => rings).SelectMany(ring => ring), Width);
            map = new CountryMap(projection.Height, [.. areas.Select(area => MapOutline.Trace(area.Key, area.Value, projection))]);
        }

        return map is not null;
    }

    private static int SquaredDistance(MapArea a, MapArea b) =>
        ((a.CentreX - b.CentreX) * (a.CentreX - b.CentreX)) + ((a.CentreY - b.CentreY) * (a.CentreY - b.CentreY));
}
