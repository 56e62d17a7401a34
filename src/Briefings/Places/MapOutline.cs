using System.Globalization;
using System.Text;

namespace Broker.Briefings;

/// <summary>Turns the rings of an area into SVG path data and finds a place for its label.</summary>
internal static class MapOutline
{
    private const int LabelSteps = 24;

    public static MapArea Trace(string code, List<List<(decimal Lon, decimal Lat)>> rings, MapProjection projection)
    {
        List<List<(int X, int Y)>> outline = [.. rings.Select(ring => Round(ring, projection))];
        StringBuilder path = new();
        foreach (List<(int X, int Y)> ring in outline)
        {
            Append(path, ring);
        }

        (int x, int y, int room) = LabelPoint(outline);
        (int centreX, int centreY) = Centroid(outline);
        return new MapArea(code, path.ToString(), x, y, room, centreX, centreY);
    }

    private static List<(int X, int Y)> Round(List<(decimal Lon, decimal Lat)> ring, MapProjection projection)
    {
        List<(int X, int Y)> rounded = [];
        foreach ((decimal Lon, decimal Lat) point in ring)
        {
            (int X, int Y) placed = projection.Place(point);
            if (rounded.Count == 0 || rounded[^1] != placed)
            {
                rounded.Add(placed);
            }
        }

        return rounded;
    }

    private static void Append(StringBuilder path, List<(int X, int Y)> ring)
    {
        path.Append(CultureInfo.InvariantCulture, $"M{ring[0].X} {ring[0].Y}l");
        for (int i = 1; i < ring.Count - 1; i++)
        {
            AppendNumber(path, ring[i].X - ring[i - 1].X);
            AppendNumber(path, ring[i].Y - ring[i - 1].Y);
        }

        // A ring that rounds to one or two points still leaves a mark, closed on itself.
        path.Append(ring.Count < 3 ? "1 0z" : "z");
    }

    private static void AppendNumber(StringBuilder path, int value)
    {
        if (value >= 0 && path[^1] != 'l')
        {
            path.Append(' ');
        }

        path.Append(value.ToString(CultureInfo.InvariantCulture));
    }

    // The point of a coarse grid that is furthest from the borders: only additions, products and one square root at the end.
    private static (int X, int Y, int Room) LabelPoint(List<List<(int X, int Y)>> rings)
    {
        IEnumerable<(int X, int Y)> points = rings.SelectMany(ring => ring);
        (int left, int right) = (points.Min(p => p.X), points.Max(p => p.X));
        (int top, int bottom) = (points.Min(p => p.Y), points.Max(p => p.Y));
        (int X, int Y, double Distance) best = ((left + right) / 2, (top + bottom) / 2, 0);
        for (int i = 1; i < LabelSteps; i++)
        {
            for (int j = 1; j < LabelSteps; j++)
            {
                int x = left + ((right - left) * i / LabelSteps);
                int y = top + ((bottom - top) * j / LabelSteps);
                double distance = IsInside(rings, x, y) ? SquaredDistance(rings, x, y) : -1;
                best = distance > best.Distance ? (x, y, distance) : best;
            }
        }

        return (best.X, best.Y, (int)Math.Sqrt(best.Distance));
    }

    // Rings of holes run the other way round (RFC 7946) and take away. An outline that rounds to nothing has the mean of its points.
    private static (int X, int Y) Centroid(List<List<(int X, int Y)>> rings)
    {
        (long twice, long x, long y) = (0, 0, 0);
        foreach (List<(int X, int Y)> ring in rings)
        {
            for (int i = 1; i < ring.Count; i++)
            {
                long cross = ((long)ring[i - 1].X * ring[i].Y) - ((long)ring[i].X * ring[i - 1].Y);
                (twice, x, y) = (twice + cross, x + (cross * (ring[i - 1].X + ring[i].X)), y + (cross * (ring[i - 1].Y + ring[i].Y)));
            }
        }

        List<(int X, int Y)> points = [.. rings.SelectMany(ring => ring)];
        return twice == 0
            ? (points.Sum(point => point.X) / points.Count, points.Sum(point => point.Y) / points.Count)
            : ((int)(x / (3 * twice)), (int)(y / (3 * twice)));
    }

    private static bool IsInside(List<List<(int X, int Y)>> rings, int x, int y)
    {
        bool inside = false;
        foreach (List<(int X, int Y)> ring in rings)
        {
            for (int i = 1; i < ring.Count; i++)
            {
                (int X, int Y) a = ring[i - 1];
                (int X, int Y) b = ring[i];
                if ((a.Y > y) != (b.Y > y))
                {
                    long side = ((long)(b.X - a.X) * (y - a.Y)) - ((long)(x - a.X) * (b.Y - a.Y));
                    inside ^= b.Y > a.Y ? side > 0 : side < 0;
                }
            }
        }

        return inside;
    }

    private static double SquaredDistance(List<List<(int X, int Y)>> rings, int x, int y)
    {
        double least = double.MaxValue;
        foreach (List<(int X, int Y)> ring in rings)
        {
            for (int i = 1; i < ring.Count; i++)
            {
                least = Math.Min(least, SquaredDistance(ring[i - 1], ring[i], x, y));
            }
        }

        return least;
    }

    private static double SquaredDistance((int X, int Y) a, (int X, int Y) b, int x, int y)
    {
        double dx = b.X - a.X;
        double dy = b.Y - a.Y;
        double along = Math.Clamp((((x - a.X) * dx) + ((y - a.Y) * dy)) / ((dx * dx) + (dy * dy)), 0, 1);
        double ex = a.X + (along * dx) - x;
        double ey = a.Y + (along * dy) - y;
        return (ex * ex) + (ey * ey);
    }
}
