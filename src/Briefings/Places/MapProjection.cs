namespace Broker.Briefings;

/// <summary>Equirectangular projection at the middle latitude onto a whole-number grid, in decimal arithmetic.</summary>
internal sealed record MapProjection(decimal West, decimal North, decimal UnitsPerDegreeX, decimal UnitsPerDegreeY, int Height)
{
    private const decimal RadiansPerDegree = 0.0174532925199432957692m;
    private const int Margin = 4;

    public static MapProjection Fit(IEnumerable<(decimal Lon, decimal Lat)> points, int width)
    {
        (decimal west, decimal east, decimal south, decimal north) = (181m, -181m, 91m, -91m);
        foreach ((decimal lon, decimal lat) in points)
        {
            west = Math.Min(west, lon);
            east = Math.Max(east, lon);
            south = Math.Min(south, lat);
            north = Math.Max(north, lat);
        }

        // A country drawn from a single point would divide by nought; a hundredth of a degree keeps the scale finite.
        decimal x = (width - (2 * Margin)) / Math.Max(east - west, 0.01m);
        decimal y = x / Cosine((south + north) / 2 * RadiansPerDegree);
        int height = (int)decimal.Round((north - south) * y) + (2 * Margin);
        return new MapProjection(west, north, x, y, height);
    }

    public (int X, int Y) Place((decimal Lon, decimal Lat) point)
        => ((int)decimal.Round((point.Lon - West) * UnitsPerDegreeX) + Margin, (int)decimal.Round((North - point.Lat) * UnitsPerDegreeY) + Margin);

    // Taylor series; at 85 degrees (1.48 radians) the first term left out is below 1e-9.
    private static decimal Cosine(decimal angle)
    {
        decimal term = 1;
        decimal sum = 1;
        for (int n = 1; n <= 8; n++)
        {
            term *= -angle * angle / ((2 * n) * ((2 * n) - 1));
            sum += term;
        }

        return sum;
    }
}
