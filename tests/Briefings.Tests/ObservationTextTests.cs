namespace Broker.Briefings.Tests;

public sealed class ObservationTextTests
{
    private static Observation Sample() => new()
    {
        Record = RecordName.Parse("esjeresjeresjeresjeresjere"),
        Country = "CAF",
        Kind = EventKind.OneSided,
        ActorA = new Actor("group-a", ActorRole.ArmedGroup, null),
        ActorB = new Actor("civilians", ActorRole.Civilians, "CAF"),
        Place = "CF711",
        Interval = new ObservedInterval(new DateOnly(2014, 1, 6), new DateOnly(2014, 1, 8), IntervalPrecision.Days),
        Killed = new CountRange(2, 3, 5),
        Displaced = new CountRange(0, 0, CountRange.Most),
        RiskFactors = [1, 3, 14],
        Credibility = 2,
        Channel = CollectionChannel.KeyInformant,
        SourceTag = new Tag16(UInt128.One << 100),
        CommunityTag = new Tag16(7),
        SummaryDigest = Sha256Digest.Of("summary"u8),
    };

    private static Observation Generated(SeededBytes random)
    {
        DateOnly from = new DateOnly(1990, 1, 1).AddDays(random.Next(14_000));
        IntervalPrecision precision = (IntervalPrecision)random.Next(5);
        int most = precision switch { IntervalPrecision.Day => 1, IntervalPrecision.Days => 7, IntervalPrecision.Week => 14, IntervalPrecision.Month => 62, _ => 731 };
        return new Observation
        {
            Record = new RecordName(Tag16.New(random.Fill).Value),
            Country = "CAF",
            Kind = EventKinds.All[random.Next(3)],
            ActorA = new Actor("a" + random.Next(99), (ActorRole)random.Next(5), random.Next(2) == 0 ? null : "TCD"),
            ActorB = new Actor("b-" + random.Next(99), (ActorRole)random.Next(5), null),
            Place = random.Next(2) == 0 ? "CAF" : "CF" + (11 + random.Next(60)),
            Interval = new ObservedInterval(from, from.AddDays(random.Next(most)), precision),
            Killed = Range(random),
            Injured = random.Next(2) == 0 ? null : Range(random),
            Displaced = random.Next(2) == 0 ? null : Range(random),
            Abducted = random.Next(2) == 0 ? null : Range(random),
            RiskFactors = [.. Enumerable.Range(1, 14).Where(_ => random.Next(3) == 0)],
            Credibility = random.Next(2) == 0 ? null : 1 + random.Next(6),
            Channel = (CollectionChannel)random.Next(6),
            SourceTag = Tag16.New(random.Fill),
            CommunityTag = random.Next(2) == 0 ? null : Tag16.New(random.Fill),
            SummaryDigest = random.Next(2) == 0 ? null : Sha256Digest.Of([(byte)random.Next(256)]),
        };
    }

    private static CountRange Range(SeededBytes random)
    {
        int low = random.Next(100);
        int best = low + random.Next(100);
        return new CountRange(low, best, best + random.Next(900_000));
    }

    [Fact]
    public void Format_Sample_GivesTheDocumentedText()
        => Assert.Equal(
            """
            observation/1
            record esjeresjeresjeresjeresjere
            country CAF
            kind one-sided
            actor a group-a armed-group -
            actor b civilians civilians CAF
            place CF711
            interval 2014-01-06 2014-01-08 days
            killed 2 3 5
            injured -
            displaced 0 0 1000000
            abducted -
            risk-factors 1,3,14
            credibility 2
            channel key-informant
            source-tag 00000010000000000000000000000000
            community-tag 00000000000000000000000000000007
            summary-digest abababababababababababababababababababababababababababababababab

            """,
            Encoding.UTF8.GetString(ObservationText.Format(Sample() with { SummaryDigest = Sha256Digest.Parse(string.Concat(Enumerable.Repeat("ab", 32))) })));

    [Fact]
    public void Format_Generated_ReadsBackTheSame()
    {
        SeededBytes random = new(1);
        for (int i = 0; i < 2_000; i++)
        {
            Observation observation = Generated(random);
            byte[] text = ObservationText.Format(observation);
            Assert.True(ObservationText.TryRead(text, out Observation? read, out ObservationFault fault), ObservationFaults.Code(fault));
            Assert.Equal(text, ObservationText.Format(read!));
            Assert.Equal(observation with { RiskFactors = read!.RiskFactors }, read);
            Assert.Equal(observation.RiskFactors, read.RiskFactors);
        }
    }

    [Fact]
    public void TryRead_EachVector_FailsForItsReason()
    {
        HashSet<string> seen = [];
        foreach (string path in TestTree.Vectors("observation"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            bool ok = ObservationText.TryRead(content, out Observation? observation, out ObservationFault fault);
            Assert.True(!ok && observation is null, Path.GetFileName(path));
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), ObservationFaults.Code(fault)));
            seen.Add(expected);
        }

        IEnumerable<string> codes = Enum.GetValues<ObservationFault>().Where(fault => fault != ObservationFault.None).Select(ObservationFaults.Code);
        Assert.Equal(codes.Order(), seen.Order());
    }

    [Fact]
    public void TryReadCounted_EachVector_FailsForTheSameReason()
    {
        foreach (string path in TestTree.Vectors("observation"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            byte[] tag = new byte[Tag16.Size];
            bool ok = ObservationText.TryReadCounted(content, tag, out CountedObservation? counted, out ObservationFault fault);
            Assert.True(!ok && counted is null && tag.All(value => value == 0), Path.GetFileName(path));
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), ObservationFaults.Code(fault)));
        }
    }

    [Fact]
    public void TryReadCounted_AnObservation_IsWhatTryReadSaysOfIt()
    {
        Observation observation = Sample();
        byte[] tag = new byte[Tag16.Size];

        Assert.True(ObservationText.TryReadCounted(ObservationText.Format(observation), tag, out CountedObservation? counted, out ObservationFault fault));

        Assert.Equal(ObservationFault.None, fault);
        Assert.Equal(new CountedObservation(observation.Record, observation.Country, observation.Kind, observation.Place, observation.Interval.From), counted);
        Assert.Equal(observation.SourceTag, Tag16.FromBytes(tag));
        Assert.Equal("counted observation", counted!.ToString());
        Assert.Throws<ArgumentException>(() => ObservationText.TryReadCounted(ObservationText.Format(observation), new byte[15], out _, out _));
    }

    [Fact]
    public void TryRead_EveryTruncation_IsRefused()
    {
        byte[] text = ObservationText.Format(Sample());
        for (int length = 0; length < text.Length; length++)
        {
            Assert.False(ObservationText.TryRead(text.AsSpan(0, length), out _, out ObservationFault fault));
            Assert.NotEqual(ObservationFault.None, fault);
        }
    }

    [Fact]
    public void TryRead_EveryByteChanged_IsRefusedOrIsTheCanonicalTextOfAnother()
    {
        byte[] text = ObservationText.Format(Sample());
        for (int i = 0; i < text.Length; i++)
        {
            foreach (byte change in (byte[])[0x01, 0x10, 0x20, 0x80])
            {
                byte[] changed = [.. text];
                changed[i] ^= change;
                if (ObservationText.TryRead(changed, out Observation? other, out _))
                {
                    Assert.Equal(changed, ObservationText.Format(other!));
                }
            }
        }
    }

    [Fact]
    public void Format_OutOfRange_ThrowsWithoutContent()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => ObservationText.Format(Sample() with { ActorA = new Actor("Named Person", ActorRole.Militia, null) }));
        Assert.DoesNotContain("Named", thrown.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => ObservationText.Format(Sample() with { Killed = new CountRange(3, 2, 1) }));
        Assert.Throws<ArgumentException>(() => ObservationText.Format(Sample() with { Channel = (CollectionChannel)9 }));
    }

    [Fact]
    public void ToString_Observation_SaysNothing() => Assert.Equal("observation", Sample().ToString());

    [Fact]
    public void EventKinds_Registry_IsOrderedByGravityAndReadsItsOwnCodes()
    {
        Assert.Equal(["one-sided", "state-based", "non-state"], EventKinds.Codes);
        foreach (EventKind kind in Enum.GetValues<EventKind>())
        {
            Assert.True(EventKinds.TryParse(EventKinds.Code(kind), out EventKind read));
            Assert.Equal(kind, read);
            Assert.Equal(EventKinds.Gravity(kind), EventKinds.All.ToList().IndexOf(kind));
            Assert.NotEmpty(EventKinds.Words(kind));
        }

        Assert.False(EventKinds.TryParse("One-Sided", out _));
    }
}
