using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

/// <summary>The fast reader of slots beside the slow one: on any bytes both say the same.</summary>
public sealed class SlotFinderTests
{
    private const string Origin = "broker.example/caf";

    private static readonly Sha256Digest Head = Sha256Digest.Of("head"u8);

    private readonly SeededBytes random = new(41);

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    [InlineData(9)]
    [InlineData(100)]
    [InlineData(512)]
    public void Find_InReleasesOfEachSize_IsTheSlowAnswer(int enrolled)
    {
        int own = 0;
        for (int round = 0; round < 60; round++)
        {
            int contributors = Math.Min(enrolled, random.Next(enrolled + 1));
            byte[] entry = Release(enrolled, contributors, out _);
            using SlotFinder finder = new(Key(round % 4), Origin);
            Assert.Equal(Slow(entry, Key(round % 4)), Fast(finder, entry));
            own += finder.Find(entry, out ReleaseSlot? slot) == LogEntryKind.Release && slot is not null ? 1 : 0;
        }

        Assert.Equal(enrolled == 0, own == 0);
    }

    [Fact]
    public void Find_EveryContributor_FindsItsOwnSlotAndAStrangerNone()
    {
        byte[] entry = Release(16, 16, out Tag16 nonce);
        for (int depositor = 0; depositor < 20; depositor++)
        {
            using SlotFinder finder = new(Key(depositor), Origin);
            Assert.Equal(LogEntryKind.Release, finder.Find(entry, out ReleaseSlot? slot));
            Assert.Equal(depositor < 16 ? Slot(depositor, nonce) : null, slot);
        }
    }

    [Fact]
    public void Find_AnyByteChangedCutOrAdded_IsTheSlowAnswer()
    {
        byte[] entry = Release(4, 3, out _);
        using SlotFinder finder = new(Key(1), Origin);
        for (int i = 0; i < entry.Length; i++)
        {
            foreach (byte value in (byte[])[(byte)(entry[i] ^ 1), (byte)(entry[i] ^ 32), (byte)'\n', (byte)' ', (byte)'0', (byte)'g', 0xff])
            {
                byte[] changed = [.. entry];
                changed[i] = value;
                Assert.Equal(Slow(changed, Key(1)), Fast(finder, changed));
            }

            Assert.Equal(Slow(entry[..i], Key(1)), Fast(finder, entry[..i]));
            byte[] longer = [.. entry[..i], entry[i], .. entry[i..]];
            Assert.Equal(Slow(longer, Key(1)), Fast(finder, longer));
        }
    }

    [Fact]
    public void Find_SlotsDoubledDroppedSwappedOrUnsorted_IsTheSlowAnswer()
    {
        byte[] entry = Release(8, 5, out _);
        string[] lines = Encoding.ASCII.GetString(entry).Split('\n')[..^1];
        using SlotFinder finder = new(Key(1), Origin);
        for (int round = 0; round < 400; round++)
        {
            List<string> changed = [.. lines];
            int at = 3 + random.Next(8);
            switch (round % 5)
            {
                case 0: changed.RemoveAt(at); break;
                case 1: changed.Insert(at, changed[at]); break;
                case 2: (changed[at], changed[3 + random.Next(8)]) = (changed[3 + random.Next(8)], changed[at]); break;
                case 3: changed.RemoveRange(3, 4 + random.Next(3)); break;
                default: changed.AddRange(changed.Skip(3).Select(line => line.Replace("slot 0", "slot f", StringComparison.Ordinal)).ToArray()); break;
            }

            byte[] bytes = Encoding.ASCII.GetBytes(string.Join('\n', changed) + "\n");
            Assert.Equal(Slow(bytes, Key(1)), Fast(finder, bytes));
        }
    }

    [Fact]
    public void Find_OtherKindsOtherLogsAndNoEntries_IsTheSlowAnswer()
    {
        using SlotFinder finder = new(Key(1), Origin);
        byte[][] entries =
        [
            new VaultEventEntry(Origin, VaultEvent.Seal, 7).Encode(), new KeyRingEntry(Origin, 12, Head).Encode(), new DepositRootEntry(Origin, new DateOnly(2014, 1, 6), Head).Encode(),
            new CommittedEntry(LogEntryKind.Refusal, Origin, new Tag16(5), Head).Encode(), new CommittedEntry(LogEntryKind.Refusal, "broker.example/ssd", new Tag16(5), Head).Encode(),
            [], "\n"u8.ToArray(), "a secret message\n"u8.ToArray(), new byte[LogEntry.MaxBytes + 1],
        ];
        Assert.All(entries, entry => Assert.Equal(Slow(entry, Key(1)), Fast(finder, entry)));
        Assert.Equal(LogEntryKind.VaultEvent, finder.Find(entries[0], out _));
        Assert.Null(finder.Find(entries[4], out _));
    }

    private static (LogEntryKind? Kind, ReleaseSlot? Slot) Fast(SlotFinder finder, byte[] entry) => (finder.Find(entry, out ReleaseSlot? slot), slot);

    private static (LogEntryKind? Kind, ReleaseSlot? Slot) Slow(byte[] entry, byte[] key)
        => LogEntry.TryParse(entry, Origin, out LogEntry? parsed, out _) && parsed is not null ? (parsed.Kind, (parsed as ReleaseEntry)?.FindSlot(key)) : (null, null);

    private byte[] Release(int enrolled, int contributors, out Tag16 nonce)
    {
        Tag16 fresh = Tag16.New(random.Fill);
        nonce = fresh;
        return ReleaseEntryBuilder.Build(Origin, enrolled, fresh, Head, [.. Enumerable.Range(0, contributors).Select(i => Slot(i, fresh))], random.Fill).Encode();
    }

    private static byte[] Key(int depositor) => SHA256.HashData([unchecked((byte)depositor), (byte)(depositor >> 8), 77]);

    private static ReleaseSlot Slot(int depositor, Tag16 nonce) => new(ReleaseEntry.SlotTag(Key(depositor), Origin, nonce), Sha256Digest.Of([unchecked((byte)depositor)]));
}
