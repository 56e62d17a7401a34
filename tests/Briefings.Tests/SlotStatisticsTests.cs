using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

/// <summary>A stranger's statistics on the slots of thousands of releases, by the builder that the silo uses and by builders that are broken.</summary>
public sealed class SlotStatisticsTests
{
    private const string Origin = "broker.example/caf";
    private const int Releases = 2_000;
    private const int Enrolled = 13; // 16 slots

    private delegate byte[] Builder(Tag16 nonce, IReadOnlyList<ReleaseSlot> real, SeededBytes random);

    // INVARIANT: each breaks what one line of the builder does, and writes what nobody who reads one entry alone would notice.
    public static TheoryData<string> Broken => ["fixed-bit", "unsorted", "count-by-contributors", "low-entropy", "reused-dummy", "dummy-of-its-tag", "short-random", "dummies-last", "tags-in-half"];

    [Fact]
    public void Slots_OfThousandsOfReleases_TellAStrangerNothing()
    {
        List<SlotSheet> log = [.. Log(Real, seed: 1).Select(one => one.Sheet)];

        Assert.Equal(Releases, log.Count);
        Assert.True(SlotStatistics.Of(log).Count() > 800);
        Assert.Empty(SlotStatistics.Alarms(log));
    }

    [Fact]
    public void Slots_OfThousandsOfReleases_DoNotTellRealFromDummyToWhoKnowsWhichIsWhich()
    {
        var log = Log(Real, seed: 2);

        int real = log.Sum(one => one.Real.Count(slot => slot));
        Assert.InRange(real, 10_000, 22_000); // both kinds are there in numbers
        Assert.Empty(SlotLabelStatistics.Alarms(log));
    }

    [Fact]
    public void Slots_OfTheDemosSize_RaiseNoFalseAlarmInFortyLogs()
    {
        for (int seed = 100; seed < 140; seed++)
        {
            Assert.Empty(SlotStatistics.Alarms([.. Log(Real, seed, releases: 78).Select(one => one.Sheet)]));
        }
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void Slots_OfABrokenBuilder_AreTold(string builder) =>
        Assert.NotEmpty(SlotStatistics.Alarms([.. Log(Named(builder), seed: 3).Select(one => one.Sheet)]));

    [Theory]
    [MemberData(nameof(Broken))]
    public void Slots_OfABrokenBuilderOfTheDemosSize_AreTold(string builder) =>
        Assert.NotEmpty(SlotStatistics.Alarms([.. Log(Named(builder), seed: 4, releases: 78).Select(one => one.Sheet)]));

    [Theory]
    [InlineData("fixed-bit")]
    [InlineData("dummies-last")]
    [InlineData("tags-in-half")]
    [InlineData("low-entropy")]
    public void Labels_OfABrokenBuilder_AreTold(string builder) => Assert.NotEmpty(SlotLabelStatistics.Alarms(Log(Named(builder), seed: 5)));

    private static byte[] Real(Tag16 nonce, IReadOnlyList<ReleaseSlot> real, SeededBytes random) =>
        ReleaseEntryBuilder.Build(Origin, Enrolled, nonce, Sha256Digest.Of("head"u8), real, random.Fill).Encode();

    private static Builder Named(string name) => name switch
    {
        "fixed-bit" => Dummies((_, _, random) => (Bytes(random, 16), Set(Bytes(random, 32)))),
        "unsorted" => Dummies(Random, sorted: false),
        "count-by-contributors" => (nonce, real, random) => Write(nonce, Sorted([.. Plain(real), .. Many(int.Max(4, (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)real.Count)) - real.Count, nonce, random, Random)])),
        "low-entropy" => Dummies((_, _, random) => (Bytes(random, 16), SHA256.HashData(Bytes(random, 1)))),
        "reused-dummy" => Dummies((_, i, random) => i == 0 ? (SHA256.HashData("dummy"u8)[..16], SHA256.HashData("dummy"u8)) : Random(default, i, random)),
        "dummy-of-its-tag" => Dummies((_, _, random) => Bytes(random, 16) is var tag ? (tag, SHA256.HashData(tag)) : default),
        "short-random" => Dummies((_, _, random) => (Bytes(random, 16), [.. Bytes(random, 16), .. new byte[16]])),
        "dummies-last" => Dummies((_, _, random) => (Set(Bytes(random, 16)), Bytes(random, 32))),
        "tags-in-half" => Dummies((_, _, random) => (Halved(Bytes(random, 16)), Bytes(random, 32))),
        _ => throw new ArgumentException("no such builder", nameof(name)),
    };

    private static Builder Dummies(Func<Tag16, int, SeededBytes, (byte[], byte[])> dummy, bool sorted = true) => (nonce, real, random) =>
    {
        (byte[], byte[])[] all = [.. Plain(real), .. Many(16 - real.Count, nonce, random, dummy)];
        return Write(nonce, sorted ? Sorted(all) : all);
    };

    private static (byte[], byte[]) Random(Tag16 nonce, int i, SeededBytes random) => (Bytes(random, 16), Bytes(random, 32));

    private static IEnumerable<(byte[], byte[])> Many(int count, Tag16 nonce, SeededBytes random, Func<Tag16, int, SeededBytes, (byte[], byte[])> dummy) =>
        Enumerable.Range(0, count).Select(i => dummy(nonce, i, random));

    private static IEnumerable<(byte[] Tag, byte[] Digest)> Plain(IReadOnlyList<ReleaseSlot> real) =>
        real.Select(slot => (Convert.FromHexString(slot.Tag.ToString()), Convert.FromHexString(slot.Opening.ToString())));

    private static (byte[], byte[])[] Sorted((byte[], byte[])[] slots) => [.. slots.OrderBy(slot => Convert.ToHexString(slot.Item1), StringComparer.Ordinal)];

    private static byte[] Write(Tag16 nonce, IEnumerable<(byte[], byte[])> slots) => SlotSheet.Write(Origin, Convert.FromHexString(nonce.ToString()), slots);

    private static byte[] Bytes(SeededBytes random, int count)
    {
        byte[] bytes = new byte[count];
        random.Fill(bytes);
        return bytes;
    }

    private static byte[] Set(byte[] bytes)
    {
        bytes[0] |= 0x80;
        return bytes;
    }

    private static byte[] Halved(byte[] bytes)
    {
        bytes[0] = (byte)((bytes[0] / 2) + 64);
        return bytes;
    }

    /// <summary>Releases as the silo makes them: each depositor contributes to some, with openings of its records, and the tags are those of its key.</summary>
    private static List<(SlotSheet Sheet, bool[] Real)> Log(Builder build, int seed, int releases = Releases)
    {
        SeededBytes random = new(seed);
        byte[][] keys = [.. Enumerable.Range(0, Enrolled).Select(_ => Bytes(random, 32))];
        List<(SlotSheet, bool[])> log = [];
        for (int release = 0; release < releases; release++)
        {
            Tag16 nonce = Tag16.New(random.Fill);
            ReleaseSlot[] real = [.. keys.Where((_, depositor) => random.Next(14) > depositor).Select(key => new ReleaseSlot(ReleaseEntry.SlotTag(key, Origin, nonce), Opening(random)))];
            SlotSheet sheet = SlotSheet.Read(build(nonce, real, random))!;
            HashSet<string> tags = [.. real.Select(slot => slot.Tag.ToString())];
            log.Add((sheet, [.. sheet.Slots.Select(slot => tags.Contains(Convert.ToHexStringLower(slot.Tag)))]));
        }

        return log;
    }

    private static Sha256Digest Opening(SeededBytes random) => new SlotOpening
    {
        Salt = Sha256Digest.FromBytes(Bytes(random, 32)),
        Depositor = new AccountName(7),
        Tier = "public",
        Country = "CAF",
        Period = "2014-01",
        Revision = default,
        Threshold = 5,
        Audience = "everyone",
        Lines = SlotOpening.Commit(Origin, Enumerable.Range(0, random.Next(3) + 1).Select(i => new RecordName((UInt128)i)), random.Fill),
    }.Digest(Origin);
}
