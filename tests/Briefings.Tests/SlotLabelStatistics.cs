namespace Broker.Briefings.Tests;

/// <summary>The same by somebody who knows of every slot whether it is real, and asks whether that could be learnt from the slots.</summary>
internal static class SlotLabelStatistics
{
    public static string[] Alarms(IReadOnlyList<(SlotSheet Sheet, bool[] Real)> log) =>
        [.. Of(log).Where(score => !(Math.Abs(score.Score) <= SlotStatistics.Limit)).Select(score => score.Name)];

    private static IEnumerable<(string Name, double Score)> Of(IReadOnlyList<(SlotSheet Sheet, bool[] Real)> log)
    {
        (byte[] Tag, byte[] Digest, bool Real)[] slots = [.. log.SelectMany(one => one.Sheet.Slots.Select((slot, i) => (slot.Tag, slot.Digest, one.Real[i])))];
        return
        [
            .. TwoSamples("tag bit", slots.Where(slot => slot.Real).Select(slot => slot.Tag), slots.Where(slot => !slot.Real).Select(slot => slot.Tag)),
            .. TwoSamples("digest bit", slots.Where(slot => slot.Real).Select(slot => slot.Digest), slots.Where(slot => !slot.Real).Select(slot => slot.Digest)),
            ("places of the real", Places(log)),
            ("real after real", Neighbours(log)),
        ];
    }

    private static IEnumerable<(string Name, double Score)> TwoSamples(string name, IEnumerable<byte[]> real, IEnumerable<byte[]> dummy)
    {
        byte[][] reals = [.. real];
        byte[][] dummies = [.. dummy];
        double spread = Math.Sqrt((0.25 / reals.Length) + (0.25 / dummies.Length));
        return Enumerable.Range(0, reals[0].Length * 8).Select(bit => (
            $"{name} {bit}", (reals.Average(value => SlotStatistics.Bit(value, bit) ? 1.0 : 0) - dummies.Average(value => SlotStatistics.Bit(value, bit) ? 1.0 : 0)) / spread));
    }

    // The sum of the ranks of r among n, drawn without putting back, has variance r (n - r) (n + 1) / 12.
    private static double Places(IReadOnlyList<(SlotSheet Sheet, bool[] Real)> log)
    {
        double off = 0;
        double variance = 0;
        foreach ((_, bool[] real) in log)
        {
            (double r, double n) = (real.Count(one => one), real.Length);
            off += real.Select((one, place) => one ? place : 0).Sum() - (r * (n - 1) / 2);
            variance += r * (n - r) * (n + 1) / 12;
        }

        return off / Math.Sqrt(variance);
    }

    // Among n places two neighbours are both real with chance r (r - 1) / (n (n - 1)). Given r the variance of their number
    // is near n p^2 (1 - p)^2, at most n / 16; n / 4 leaves room for a small n.
    private static double Neighbours(IReadOnlyList<(SlotSheet Sheet, bool[] Real)> log)
    {
        double off = 0;
        double variance = 0;
        foreach ((_, bool[] real) in log)
        {
            (double r, double n) = (real.Count(one => one), real.Length);
            off += real.Zip(real.Skip(1)).Count(pair => pair.First && pair.Second) - (r * (r - 1) / n);
            variance += n / 4;
        }

        return off / Math.Sqrt(variance);
    }
}
