using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>A bar chart with interval whiskers as SVG: whole-number coordinates, labels that read on a phone.</summary>
internal static class BarChart
{
    private const int Width = 360;
    private const int RowHeight = 38;
    private const int Top = 4;
    private const int AxisHeight = 24;
    private const int Plot = Width - 14;

    public static Html Draw(string id, string title, IReadOnlyList<(string Name, TierCell Cell)> rows)
    {
        long most = Scale(rows.Max(row => row.Cell.High));
        int bottom = Top + (rows.Count * RowHeight);
        Html svg = new();
        svg.Add($"""<svg class="chart" viewBox="0 0 {Width} {bottom + AxisHeight}" role="img" aria-labelledby="{id}-title {id}-desc">""");
        svg.Add($"""<title id="{id}-title">{title}</title><desc id="{id}-desc">Bars show the estimate, whiskers the likely range. The table below has the same numbers.</desc>""");
        for (int step = 0; step <= 4; step++)
        {
            AddGridLine(svg, step, most, bottom);
        }

        for (int i = 0; i < rows.Count; i++)
        {
            AddRow(svg, rows[i], Top + (i * RowHeight), most);
        }

        return svg.Add($"</svg>\n");
    }

    // The end of the axis: a multiple of 4 so that the four steps are whole numbers.
    private static long Scale(long high)
    {
        long unit = 4;
        while (unit * 5 < high)
        {
            unit *= unit.ToString(System.Globalization.CultureInfo.InvariantCulture)[0] == '2' ? 2 : 5;
        }

        return Math.Max(unit, (high + unit - 1) / unit * unit);
    }

    private static int At(long value, long most) => (int)(value * Plot / most);

    private static void AddGridLine(Html svg, int step, long most, int bottom)
    {
        long value = most * step / 4;
        int x = 1 + At(value, most);
        string anchor = step == 0 ? "start" : step == 4 ? "end" : "middle";
        svg.Add($"""<path class="{(step == 0 ? "base" : "grid")}" d="M{x} {Top}v{bottom - Top}"/><text class="tick" x="{x}" y="{bottom + 16}" text-anchor="{anchor}">{value}</text>""");
    }

    private static void AddRow(Html svg, (string Name, TierCell Cell) row, int y, long most)
    {
        TierCell cell = row.Cell;
        (int low, int about, int high) = (1 + At(cell.Low, most), At(cell.Estimate, most), 1 + At(cell.High, most));
        svg.Add($"""<text class="name" x="4" y="{y + 14}">{row.Name}</text>""");
        svg.Add($"""<rect class="bar" x="1" y="{y + 19}" width="{about}" height="12"/>""");
        svg.Add($"""<path class="whisker" d="M{low} {y + 25}H{high}M{low} {y + 20}v10M{high} {y + 20}v10"/>""");
    }
}
