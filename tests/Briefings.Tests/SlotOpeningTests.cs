namespace Broker.Briefings.Tests;

public sealed class SlotOpeningTests
{
    private const string Origin = "broker.example/caf";

    private static readonly Sha256Digest Fixed = Sha256Digest.Parse(string.Concat(Enumerable.Repeat("ab", 32)));

    private static readonly RecordName[] Three = [.. "abc".Select(letter => RecordName.Parse(new string(letter, 25) + 'a'))];

    private static SlotOpening Opening(IReadOnlyList<SlotRecord> lines) => new()
    {
        Salt = Fixed,
        Depositor = new AccountName(0x0123456789abcdef),
        Tier = "public",
        Country = "CAF",
        Period = "2014-01",
        Revision = Fixed,
        Threshold = 10,
        Audience = "everyone",
        Lines = lines,
    };

    private static SlotOpening Sample() => Opening(SlotOpening.Sorted(
        Three.Select((record, i) => SlotRecord.Of(Origin, Tag16.FromBytes(Enumerable.Repeat((byte)(i + 1), 16).ToArray()), record))));

    [Fact]
    public void Digest_OfThreeRecords_IsTheOneWorkedOutElsewhere()
    {
        Assert.Equal(
            ["06850c973df3c77cdfedf3261974d14295f8faa1879e486cea1b1de105c797ab", "39ea2fee2276434c4d87849cef7d99c2b8e78f69d705667b26b414af8298c15f", "594f331e9352b6c23c9dce214fb57eab21a7203aded8f9a6a6dbc88b6e0d8ac8"],
            Sample().Lines.Select(line => line.Hash.ToString()));
        Assert.Equal("f16908e932e6c2f7791a1573a11e5860a0ffbda58169776d8181df6e9690fcc8", Sample().Digest(Origin).ToString());
    }

    [Fact]
    public void Encode_WithOneShredded_GivesTheDocumentedText()
    {
        Assert.Equal(
            $"{Origin}/slot/v2\nsalt {Fixed}\ndepositor 0123456789abcdef\ntier public\ncountry CAF\nperiod 2014-01\nrevision {Fixed}\nthreshold 10\naudience everyone\n"
            + $"record 03030303030303030303030303030303 {Three[2]}\ngone 39ea2fee2276434c4d87849cef7d99c2b8e78f69d705667b26b414af8298c15f\nrecord 02020202020202020202020202020202 {Three[1]}\n",
            Encoding.ASCII.GetString(Sample().Without(new HashSet<RecordName> { Three[0] }).Encode(Origin)));
    }

    [Fact]
    public void Digest_WithAnyOfTheRecordsShredded_IsWhatTheSlotHolds()
    {
        SlotOpening whole = Sample();
        for (int chosen = 0; chosen < 8; chosen++)
        {
            HashSet<RecordName> gone = [.. Three.Where((_, i) => (chosen >> i & 1) != 0)];
            byte[] text = whole.Without(gone).Encode(Origin);

            Assert.True(SlotOpening.TryParse(text, Origin, out SlotOpening? read, out _));
            Assert.Equal(whole.Digest(Origin), read!.Digest(Origin));
            Assert.Equal((3 - gone.Count, gone.Count), (read.Records.Count, read.Gone));
            Assert.Empty(read.Records.Intersect(gone));
            Assert.All(gone, name => Assert.True(text.AsSpan().IndexOf(Encoding.ASCII.GetBytes(name.ToString())) < 0));
        }
    }

    [Fact]
    public void Without_RecordsThatItDoesNotName_ChangesNothing() =>
        Assert.Equal(Sample().Encode(Origin), Sample().Without(new HashSet<RecordName> { new(99) }).Encode(Origin));

    [Fact]
    public void Digest_OfAnyOtherOpening_IsAnother()
    {
        SlotOpening whole = Sample();
        SlotOpening[] others =
        [
            whole with { Salt = default },
            whole with { Depositor = new AccountName(1) },
            whole with { Tier = "consortium" },
            whole with { Country = "TCD" },
            whole with { Period = "2014-02" },
            whole with { Revision = default },
            whole with { Threshold = 5 },
            whole with { Audience = "everybody" },
            whole with { Lines = [.. whole.Lines.Take(2)] },
            whole with { Lines = SlotOpening.Sorted([.. whole.Lines.Take(2), SlotRecord.Of(Origin, new Tag16(9), whole.Lines[2].Record!.Value)]) },
            whole with { Lines = SlotOpening.Sorted([.. whole.Lines.Take(2), SlotRecord.Of(Origin, whole.Lines[2].Salt, new RecordName(9))]) },
            whole with { Lines = SlotOpening.Sorted([.. whole.Lines, SlotRecord.Gone(Fixed)]) },
        ];
        Assert.Equal(others.Length + 1, others.Append(whole).Select(one => one.Digest(Origin)).Distinct().Count());
        Assert.NotEqual(whole.Digest(Origin), Opening(SlotOpening.Sorted(whole.Lines.Select(line => SlotRecord.Of("broker.example/other", line.Salt, line.Record!.Value)))).Digest("broker.example/other"));
    }

    [Fact]
    public void Commit_TheSameRecordInTwoSlots_HasNothingInCommon()
    {
        SeededBytes random = new(1);
        SlotRecord one = SlotOpening.Commit(Origin, Three, random.Fill).Single(line => line.Record == Three[0]);
        SlotRecord other = SlotOpening.Commit(Origin, Three, random.Fill).Single(line => line.Record == Three[0]);

        Assert.NotEqual(one.Salt, other.Salt);
        Assert.NotEqual(one.Hash, other.Hash);
        Assert.Equal(SlotRecord.Gone(one.Hash), one.Shred());
    }

    [Fact]
    public void Commit_RecordsInTheOrderOfTheirDeposit_PutsThemInAnother()
    {
        SeededBytes random = new(2);
        RecordName[] deposited = [.. Enumerable.Range(0, 400).Select(_ => new RecordName(Tag16.New(random.Fill).Value))];
        Dictionary<RecordName, int> places = deposited.Select((name, i) => (name, i)).ToDictionary(one => one.name, one => one.i);

        int[] order = [.. SlotOpening.Commit(Origin, deposited, random.Fill).Select(line => places[line.Record!.Value])];

        // Ascending neighbours of a random order: 199.5 with a spread of 5.8.
        Assert.InRange(order.Zip(order.Skip(1)).Count(pair => pair.First < pair.Second), 160, 240);
    }

    [Fact]
    public void Encode_MostRecords_FitsTheLimitWholeAndShredded()
    {
        SeededBytes random = new(3);
        RecordName[] names = [.. Enumerable.Range(0, SlotOpening.MostRecords).Select(_ => new RecordName(Tag16.New(random.Fill).Value))];
        SlotOpening most = Opening(SlotOpening.Commit(Origin, names, random.Fill)) with { Audience = new string('a', 200), Tier = new string('a', 40) };

        Assert.True(most.Encode(Origin).Length < SlotOpening.MaxBytes);
        SlotOpening none = most.Without(names.ToHashSet());
        byte[] shredded = none.Encode(Origin);
        Assert.True(shredded.Length <= SlotOpening.MaxBytes);
        Assert.True(SlotOpening.TryParse(shredded, Origin, out SlotOpening? read, out _));
        Assert.Equal(most.Digest(Origin), read!.Digest(Origin));
        SlotOpening more = most with { Lines = SlotOpening.Sorted([.. most.Lines, SlotRecord.Of(Origin, default, new RecordName(1))]) };
        Assert.Throws<ArgumentException>(() => more.Encode(Origin));
    }

    [Fact]
    public void TryParse_EachTruncationAndEachChangedByte_IsRefusedOrAnotherSlots()
    {
        byte[] text = Sample().Without(new HashSet<RecordName> { Three[1] }).Encode(Origin);
        Sha256Digest slot = Sample().Digest(Origin);
        for (int i = 0; i < text.Length; i++)
        {
            Assert.False(SlotOpening.TryParse(text.AsSpan(0, i), Origin, out SlotOpening? cut, out _) && cut!.Digest(Origin) == slot);
            byte[] changed = [.. text];
            changed[i] ^= 1;
            Assert.False(SlotOpening.TryParse(changed, Origin, out SlotOpening? read, out _) && read!.Digest(Origin) == slot, $"byte {i}");
        }
    }

    [Fact]
    public void Texts_OfAnOpening_SayNothing()
    {
        Assert.Equal("opening of a slot", Sample().ToString());
        Assert.Equal("record of a slot", Sample().Lines[0].ToString());
        Assert.Equal("shredded record of a slot", Sample().Lines[0].Shred().ToString());
    }
}
