using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

/// <summary>Everything that a stranger with a copy of the log may try to tell real slots from dummies, or one release's contributors from another's.</summary>
/// <remarks>
/// Each statistic is a score in standard deviations, zero where slots are random. An alarm is a score beyond <see cref="Limit"/>. Of a sum of
/// independent fair bits a score beyond 6.5 has a chance below 2 exp(-6.5^2 / 2) = 1.4e-9 (Hoeffding); a log has under 1,000 statistics.
/// </remarks>
internal static class SlotStatistics
{
    public const double Limit = 6.5;

    private static readonly double Certain = double.PositiveInfinity;

    /// <summary>The names of the statistics that tell something.</summary>
    public static string[] Alarms(IReadOnlyList<SlotSheet> log) =>
        [.. Of(log).Where(score => !(Math.Abs(score.Score) <= Limit)).Select(score => score.Name)];

    /// <summary>All statistics of a log's releases, in the order of the log.</summary>
    public static IEnumerable<(string Name, double Score)> Of(IReadOnlyList<SlotSheet> log)
    {
        (byte[] Nonce, byte[] Tag, byte[] Digest)[] slots = [.. log.SelectMany(sheet => sheet.Slots.Select(slot => (sheet.Nonce, slot.Tag, slot.Digest)))];
        List<byte[]> tags = [.. slots.Select(slot => slot.Tag)];
        List<byte[]> digests = [.. slots.Select(slot => slot.Digest)];
        return
        [
            .. EachBit("tag bit", tags),
            .. EachBit("digest bit", digests),
            .. EachBit("tag against digest bit", [.. slots.Select(slot => Xor(slot.Tag, slot.Digest))]),
            .. EachBit("tag against nonce bit", [.. slots.Select(slot => Xor(slot.Tag, slot.Nonce))]),
            .. EachBit("digest against the next slot's bit", [.. digests.Zip(digests.Skip(1), Xor)]),
            .. EachBit("digest against the same place's in the next release, bit", [.. log.Zip(log.Skip(1)).SelectMany(NextRelease)]),
            ("tag bytes", Bytes(tags)),
            ("digest bytes", Bytes(digests)),
            ("weights of digests", Weights(digests)),
            ("runs of digest bits", Runs(digests)),
            ("serial correlation of digests", Serial([.. digests.Select(Fraction)])),
            ("place against digest", PlaceAgainstDigest(log)),
            ("spacing of tags", Spacing(log)),
            ("order of tags", log.All(IsAscending) ? 0 : Certain),
            ("a tag twice", Doubles(tags)),
            ("a digest twice", Doubles(digests)),
            ("a digest of something public", slots.Any(IsDerived) ? Certain : 0),
            ("number of slots", Counts(log) ? 0 : Certain),
            ("length", log.GroupBy(sheet => sheet.Slots.Count).All(same => same.Select(sheet => sheet.Length).Distinct().Count() == 1) ? 0 : Certain),
        ];
    }

    /// <summary>How far from half the ones of each bit are.</summary>
    public static IEnumerable<(string Name, double Score)> EachBit(string name, IReadOnlyList<byte[]> values) => values.Count == 0 ? [] :
        Enumerable.Range(0, values[0].Length * 8).Select(bit => ($"{name} {bit}", ((2.0 * values.Count(value => Bit(value, bit))) - values.Count) / Math.Sqrt(values.Count)));

    public static bool Bit(byte[] value, int bit) => (value[bit / 8] >> (7 - (bit % 8)) & 1) != 0;

    /// <summary>Chi-squared as a score, by Wilson and Hilferty's cube root.</summary>
    public static double Score(double chiSquared, int freedom)
    {
        double spread = 2.0 / (9 * freedom);
        return (Math.Cbrt(chiSquared / freedom) - (1 - spread)) / Math.Sqrt(spread);
    }

    private static byte[] Xor(byte[] one, byte[] other) => [.. one.Zip(other, (a, b) => (byte)(a ^ b))];

    private static IEnumerable<byte[]> NextRelease((SlotSheet One, SlotSheet Next) pair) =>
        pair.One.Slots.Zip(pair.Next.Slots, (one, next) => Xor(one.Digest, next.Digest));

    private static double Bytes(List<byte[]> values)
    {
        int[] seen = new int[256];
        foreach (byte one in values.SelectMany(value => value))
        {
            seen[one]++;
        }

        double expected = seen.Sum() / 256.0;
        return Score(seen.Sum(count => (count - expected) * (count - expected) / expected), 255);
    }

    // The number of ones of a digest has mean 128 and variance 64: too many light or heavy ones are a mixture.
    private static double Weights(List<byte[]> digests) =>
        Score(digests.Sum(digest => Math.Pow(digest.Sum(one => System.Numerics.BitOperations.PopCount(one)) - 128, 2) / 64), digests.Count);

    // One bit after the other through all digests: how often it changes.
    private static double Runs(List<byte[]> digests)
    {
        byte[] all = [.. digests.SelectMany(digest => digest)];
        int changes = 0;
        for (int i = 0; i < all.Length; i++)
        {
            int next = i + 1 < all.Length ? all[i + 1] >> 7 : all[i] & 1;
            changes += System.Numerics.BitOperations.PopCount((uint)(all[i] ^ ((all[i] << 1 & 0xff) | next)));
        }

        int places = (all.Length * 8) - 1;
        return ((2.0 * changes) - places) / Math.Sqrt(places);
    }

    private static double Serial(double[] values) =>
        12 * values.Zip(values.Skip(1), (one, next) => (one - 0.5) * (next - 0.5)).Sum() / Math.Sqrt(values.Length - 1);

    private static double PlaceAgainstDigest(IReadOnlyList<SlotSheet> log)
    {
        (double Place, double Value)[] all = [.. log.SelectMany(sheet => sheet.Slots.Select((slot, place) => ((double)place / (sheet.Slots.Count - 1), Fraction(slot.Digest))))];
        double places = all.Sum(one => Math.Pow(one.Place - 0.5, 2));
        return all.Sum(one => (one.Place - 0.5) * (one.Value - 0.5)) / Math.Sqrt(places / 12);
    }

    // The least of n uniform tags and the highest leave a gap of (n - 1) / (n + 1) between them, with variance 2 (n - 1) / ((n + 1)^2 (n + 2)).
    private static double Spacing(IReadOnlyList<SlotSheet> log)
    {
        double off = 0;
        double variance = 0;
        foreach (SlotSheet sheet in log)
        {
            double n = sheet.Slots.Count;
            double[] tags = [.. sheet.Slots.Select(slot => Fraction(slot.Tag))];
            off += tags.Max() - tags.Min() - ((n - 1) / (n + 1));
            variance += 2 * (n - 1) / ((n + 1) * (n + 1) * (n + 2));
        }

        return off / Math.Sqrt(variance);
    }

    private static bool IsAscending(SlotSheet sheet) => sheet.Slots.Zip(sheet.Slots.Skip(1)).All(pair => pair.First.Tag.AsSpan().SequenceCompareTo(pair.Second.Tag) < 0);

    private static double Doubles(List<byte[]> values) => values.Select(Convert.ToHexString).Distinct().Count() == values.Count ? 0 : Certain;

    private static bool IsDerived((byte[] Nonce, byte[] Tag, byte[] Digest) slot)
    {
        byte[][] guesses = [slot.Tag, slot.Nonce, [.. slot.Tag, .. slot.Nonce], [.. slot.Nonce, .. slot.Tag], []];
        return guesses.Any(guess => SHA256.HashData(guess).AsSpan().SequenceEqual(slot.Digest));
    }

    // What is public: depositors are enrolled and never struck off, so the number only doubles.
    private static bool Counts(IReadOnlyList<SlotSheet> log) =>
        log.All(sheet => sheet.Slots.Count >= 4 && int.IsPow2(sheet.Slots.Count)) && log.Zip(log.Skip(1)).All(pair => pair.First.Slots.Count <= pair.Second.Slots.Count);

    private static double Fraction(byte[] value) => System.Buffers.Binary.BinaryPrimitives.ReadUInt64BigEndian(value) / Math.Pow(2, 64);
}
