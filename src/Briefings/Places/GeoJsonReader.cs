using System.Text.Json;

namespace Broker.Briefings;

/// <summary>Reads the outlines of a GeoJSON file, strictly in what is used: kinds, codes and coordinates.</summary>
internal static class GeoJsonReader
{
    private const int MaxAreas = 200;
    private const int MaxPoints = 200_000;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 16 };

    public static PlaceFault? Read(
        string geoJson, Gazetteer gazetteer, out SortedDictionary<string, List<List<(decimal Lon, decimal Lat)>>> areas)
    {
        areas = new SortedDictionary<string, List<List<(decimal, decimal)>>>(StringComparer.Ordinal);
        try
        {
            using JsonDocument document = JsonDocument.Parse(geoJson, Strict);
            return ReadCollection(document.RootElement, gazetteer, areas);
        }
        catch (JsonException)
        {
            return new PlaceFault(0, "json");
        }
    }

    private static PlaceFault? ReadCollection(
        JsonElement root, Gazetteer gazetteer, SortedDictionary<string, List<List<(decimal Lon, decimal Lat)>>> areas)
    {
        if (!IsKind(root, "FeatureCollection") || !TryArray(root, "features", out JsonElement features) || features.GetArrayLength() > MaxAreas)
        {
            return new PlaceFault(0, "shape");
        }

        int number = 0;
        int points = 0;
        foreach (JsonElement feature in features.EnumerateArray())
        {
            number++;
            List<List<(decimal, decimal)>> rings = [];
            string? code = ReadFeature(feature, gazetteer, rings, ref points, out string area)
                ?? (areas.TryAdd(area, rings) ? null : "duplicate");
            if (code is not null)
            {
                return new PlaceFault(number, code);
            }
        }

        return areas.Count == 0 ? new PlaceFault(0, "empty") : null;
    }

    private static string? ReadFeature(
        JsonElement feature, Gazetteer gazetteer, List<List<(decimal Lon, decimal Lat)>> rings, ref int points, out string area)
    {
        area = string.Empty;
        if (!IsKind(feature, "Feature") || !feature.TryGetProperty("properties", out JsonElement properties)
            || properties.ValueKind != JsonValueKind.Object || !properties.TryGetProperty("pcode", out JsonElement code)
            || code.ValueKind != JsonValueKind.String)
        {
            return "shape";
        }

        area = code.GetString() ?? string.Empty;
        if (gazetteer.Find(area) is not { Level: 1 })
        {
            return "area";
        }

        if (!feature.TryGetProperty("geometry", out JsonElement geometry) || geometry.ValueKind != JsonValueKind.Object
            || !TryArray(geometry, "coordinates", out JsonElement coordinates))
        {
            return "shape";
        }

        return IsKind(geometry, "Polygon") ? ReadPolygon(coordinates, rings, ref points)
            : IsKind(geometry, "MultiPolygon") ? ReadMultiPolygon(coordinates, rings, ref points)
            : "shape";
    }

    private static string? ReadMultiPolygon(JsonElement polygons, List<List<(decimal Lon, decimal Lat)>> rings, ref int points)
    {
        foreach (JsonElement polygon in polygons.EnumerateArray())
        {
            if (ReadPolygon(polygon, rings, ref points) is string fault)
            {
                return fault;
            }
        }

        return rings.Count == 0 ? "shape" : null;
    }

    private static string? ReadPolygon(JsonElement polygon, List<List<(decimal Lon, decimal Lat)>> rings, ref int points)
    {
        if (polygon.ValueKind != JsonValueKind.Array || polygon.GetArrayLength() == 0)
        {
            return "shape";
        }

        foreach (JsonElement ring in polygon.EnumerateArray())
        {
            List<(decimal, decimal)> read = [];
            if (ring.ValueKind != JsonValueKind.Array || ring.GetArrayLength() < 4)
            {
                return "shape";
            }

            foreach (JsonElement position in ring.EnumerateArray())
            {
                points++;
                if (points > MaxPoints || !TryPosition(position, out (decimal, decimal) point))
                {
                    return "shape";
                }

                read.Add(point);
            }

            if (read[0] != read[^1])
            {
                return "shape";
            }

            rings.Add(read);
        }

        return null;
    }

    private static bool TryPosition(JsonElement position, out (decimal Lon, decimal Lat) point)
    {
        point = default;
        if (position.ValueKind != JsonValueKind.Array || position.GetArrayLength() != 2
            || position[0].ValueKind != JsonValueKind.Number || position[1].ValueKind != JsonValueKind.Number
            || !position[0].TryGetDecimal(out decimal lon) || !position[1].TryGetDecimal(out decimal lat)
            || lon is < -180 or > 180 || lat is < -85 or > 85)
        {
            return false;
        }

        point = (lon, lat);
        return true;
    }

    private static bool IsKind(JsonElement element, string kind)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty("type", out JsonElement type) && type.ValueEqualsText(kind);

    private static bool TryArray(JsonElement element, string name, out JsonElement array)
        => element.TryGetProperty(name, out array) && array.ValueKind == JsonValueKind.Array;

    private static bool ValueEqualsText(this JsonElement element, string text)
        => element.ValueKind == JsonValueKind.String && element.ValueEquals(text);
}
