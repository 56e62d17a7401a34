namespace Broker.DisclosureControl;

/// <summary>The zones of a scan: each area with its nearest neighbours, up to half of the areas, and the whole country; each set once.</summary>
internal static class ScanZones
{
    /// <summary>Most areas of a zone that is not the whole country: it bounds the work in a country of hundreds of areas.</summary>
    internal const int MostAreas = 32;

    /// <summary>Distinct zones, each ascending; the whole country is the last.</summary>
    /// <param name="neighbours">One list for each area on the map: the area itself, then the others by distance.</param>
    /// <param name="areas">Number of areas of the plan.</param>
    /// <exception cref="ArgumentException">A list names an area twice, or one that the plan does not have.</exception>
    internal static IReadOnlyList<int[]> Of(IReadOnlyList<IReadOnlyList<int>> neighbours, int areas)
    {
        var most = Math.Min(MostAreas, neighbours.Count / 2);
        var known = new HashSet<string>(StringComparer.Ordinal);
        var zones = new List<int[]>();
        foreach (var order in neighbours)
        {
            if (order.Distinct().Count() != order.Count || order.Any(area => area < 0 || area >= areas))
            {
                throw new ArgumentException("an order of neighbours does not fit the plan");
            }

            for (var count = 1; count <= Math.Min(most, order.Count); count++)
            {
                var zone = order.Take(count).Order().ToArray();
                if (zone.Length < areas && known.Add(string.Create(zone.Length, zone, (text, from) => Fill(text, from))))
                {
                    zones.Add(zone);
                }
            }
        }

        zones.Add([.. Enumerable.Range(0, areas)]);
        return zones;
    }

    private static void Fill(Span<char> text, int[] zone)
    {
        for (var i = 0; i < zone.Length; i++)
        {
            text[i] = (char)zone[i];
        }
    }
}
