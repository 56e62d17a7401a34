using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>The map of areas: shades for classes of published numbers, one hatching for whatever is suppressed.</summary>
internal static class AreaMap
{
    private const int LeastRoom = 13;
    private const int LeaderLength = 34;

    /// <summary>The class breaks are fixed, so that issues can be laid side by side.</summary>
    private static readonly (long From, string Words)[] Classes =
        [(100, "about 100 or more"), (50, "about 50 to 99"), (25, "about 25 to 49"), (10, "about 10 to 24"), (0, "fewer than 10")];

    public static Html Draw(BriefingContent content)
    {
        CountryMap map = content.Input.Map;
        Dictionary<string, PlaceRow> rows = content.Places.ToDictionary(row => row.Code);
        Html svg = new();
        svg.Add($"""<svg class="map" viewBox="0 0 {CountryMap.Width} {map.Height}" role="img" aria-labelledby="map-title map-desc">""");
        svg.Add($"""<title id="map-title">Map of {content.Input.CountryName} by area: separate sources in the period</title><desc id="map-desc">Shaded areas have a number; hatched areas have too few to say, or none. Letters are those of the table.</desc>""");
        svg.Add($"""<defs><pattern id="hatch" width="8" height="8" patternUnits="userSpaceOnUse"><rect width="8" height="8" fill="#f3f1ec"/><path d="M-2 2l4-4M0 8l8-8M6 10l4-4" stroke="#a8a294" stroke-width="1"/></pattern></defs>""");
        foreach (MapArea area in map.Areas)
        {
            rows.TryGetValue(area.Code, out PlaceRow? row);
            AddShape(svg, area, row, content);
        }

        foreach (MapArea area in map.Areas)
        {
            if (rows.TryGetValue(area.Code, out PlaceRow? row) && row.Letter is string letter)
            {
                AddLetter(svg, area, row.Cell, letter, map.Height);
            }
        }

        return svg.Add($"</svg>\n");
    }

    public static Html Legend(BriefingContent content)
    {
        Html list = new();
        list.Add($"""<ul class="legend" aria-label="Legend of the map">""");
        foreach (int index in Enumerable.Range(0, Classes.Length).Where(index => content.Places.Any(row => row.Letter is not null && ClassOf(row.Cell) == index)))
        {
            list.Add($"""<li><svg viewBox="0 0 24 16" aria-hidden="true"><rect class="c{index}" width="24" height="16"/></svg>{Classes[index].Words}</li>""");
        }

        list.Add($"""<li><svg viewBox="0 0 24 16" aria-hidden="true"><rect width="24" height="16" fill="url(#hatch)"/></svg>{Wording.TooFew}</li>""");
        return list.Add($"</ul>\n");
    }

    private static int ClassOf(TierCell cell) => Array.FindIndex(Classes, at => cell.Estimate >= at.From);

    private static void AddShape(Html svg, MapArea area, PlaceRow? row, BriefingContent content)
    {
        string name = row?.Name ?? content.Input.Gazetteer.Find(area.Code)?.Name ?? area.Code;
        string words = row is null ? Wording.NotInTier : Wording.Number(row.Cell);
        svg.Add($"""<path class="area {(row is { IsPublished: true } ? Shade(row.Cell) : "none")}" d="{area.Path}"><title>{name}: {words}</title></path>""");
    }

    private static string Shade(TierCell cell) => "c" + Ascii.Number(ClassOf(cell));

    private static void AddLetter(Html svg, MapArea area, TierCell cell, string letter, int height)
    {
        (int x, int y) = (area.LabelX, area.LabelY);
        if (area.Room < LeastRoom)
        {
            // A small area gets its letter beside it, on whichever side of the map has room.
            int way = y + LeaderLength + 16 < height ? 1 : -1;
            svg.Add($"""<path class="leader" d="M{x} {y}v{way * LeaderLength}"/><circle class="dot {Shade(cell)}" cx="{x}" cy="{y}" r="6"/>""");
            y += way * (LeaderLength + 10);
        }

        svg.Add($"""<text class="letter" x="{x}" y="{y + 7}">{letter}</text>""");
    }
}
