namespace Broker.DisclosureControl;

/// <summary>The last blocks of a scan, and the finals before them that say what was usual.</summary>
internal sealed class ScanWindow
{
    private readonly TierFinal[] window;
    private readonly TierFinal[] baseline;
    private readonly double[] sums;
    private readonly double[] usual;

    private ScanWindow(TierFinal[] window, TierFinal[] baseline, int areas)
    {
        this.window = window;
        this.baseline = baseline;
        sums = Sums(window, areas);
        usual = Sums(baseline, areas);
    }

    /// <summary>Blocks in the window.</summary>
    internal int Blocks => window.Length;

    /// <summary>The window of that many blocks, where none of its finals and at most half of those before it are missing; else null.</summary>
    internal static ScanWindow? Of(TierFinal?[] finals, int areas, int blocks)
    {
        var window = finals.Take(blocks).OfType<TierFinal>().ToArray();
        var baseline = finals.Skip(blocks).Take(SpaceTimeScan.LongestBaseline).OfType<TierFinal>().ToArray();
        return window.Length == blocks && baseline.Length >= SpaceTimeScan.ShortestBaseline ? new ScanWindow(window, baseline, areas) : null;
    }

    /// <summary>By how many standard deviations the zone's sum is above what was usual; noise and chance are both in them.</summary>
    internal double Score(int[] zone)
    {
        var (sum, before, ratio) = (Sum(sums, zone), Sum(usual, zone), (double)window.Length / baseline.Length);
        var noise = Variance(window, zone.Length) + (ratio * ratio * Variance(baseline, zone.Length));

        // Reports that come independently at one rate through window and baseline vary like Poisson counts. The rate is that of both
        // together: a baseline that is low by chance then does not also make the difference look surer.
        var rate = Math.Max(0, (sum + before) / (window.Length + baseline.Length));
        return (sum - (ratio * before)) / Math.Sqrt(noise + (rate * window.Length * (1 + ratio)));
    }

    /// <summary>
    /// Whether the zone may be named: its sum is clear of k - 1 sources in each block, as any number that is shown, and enough
    /// organisations stood behind its strongest area. The whole country needs no area, like its cell.
    /// </summary>
    internal bool MayBeNamed(int[] zone, int threshold)
    {
        var least = (window.Length * (threshold - 1)) + (Derive.ShowQuantile * Math.Sqrt(Variance(window, zone.Length)));
        return Sum(sums, zone) >= least && (zone.Length == sums.Length || IsEligible(zone));
    }

    // One test a zone: which area and block is tested was chosen by numbers whose noise is not that of the organisations.
    private bool IsEligible(int[] zone)
    {
        var (final, strongest) = (window[0], zone[0]);
        foreach (var candidate in window)
        {
            foreach (var area in zone)
            {
                if (Value(candidate, area) > Value(final, strongest))
                {
                    (final, strongest) = (candidate, area);
                }
            }
        }

        return final.IsEligible(strongest);
    }

    private static double Value(TierFinal final, int area) => final.Estimate(final.IndexOf(new CellKey(CellGroup.Area, area)));

    private static double Variance(TierFinal[] finals, int areas)
    {
        var variance = 0.0;
        foreach (var final in finals)
        {
            variance += final.VarianceOfAreas(areas);
        }

        return variance;
    }

    private static double[] Sums(TierFinal[] finals, int areas)
    {
        var sums = new double[areas];
        foreach (var final in finals)
        {
            for (var area = 0; area < areas; area++)
            {
                sums[area] += Value(final, area);
            }
        }

        return sums;
    }

    private static double Sum(double[] values, int[] zone)
    {
        var sum = 0.0;
        foreach (var area in zone)
        {
            sum += values[area];
        }

        return sum;
    }
}
