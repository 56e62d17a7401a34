namespace Broker.DisclosureControl.Tests;

/// <summary>A made-up map of seventeen areas, and counts as chance would give them.</summary>
internal static class ScanCountry
{
    private const int OnMap = NoisyCountry.Areas - 1;

    /// <summary>The areas of the map from the nearest to the furthest, for each of them: five in a row, with rows that do not stand straight.</summary>
    internal static IReadOnlyList<IReadOnlyList<int>> Neighbours() =>
        [.. Enumerable.Range(0, OnMap).Select(from => (IReadOnlyList<int>)[.. Enumerable.Range(0, OnMap).OrderBy(to => Distance(from, to)).ThenBy(to => to)])];

    /// <summary>Independent reports at one rate in each area.</summary>
    internal static int[] PoissonAreas(double rate, SeededRandom random) =>
        [.. Enumerable.Range(0, NoisyCountry.Areas).Select(_ => Poisson(rate, random))];

    /// <summary>Knuth's product of uniform numbers, in parts so that none gets too small.</summary>
    internal static int Poisson(double mean, SeededRandom random)
    {
        var count = 0;
        for (var left = mean; left > 0; left -= 10)
        {
            var limit = Math.Exp(-Math.Min(left, 10));
            for (var product = random.Unit(); product > limit; product *= random.Unit())
            {
                count++;
            }
        }

        return count;
    }

    private static int Distance(int from, int to)
    {
        var (x, y) = ((3 * (from % 5)) - (3 * (to % 5)) + (from / 5) - (to / 5), 4 * ((from / 5) - (to / 5)));
        return (x * x) + (y * y);
    }
}
