namespace Broker.Briefings.Tests;

public sealed class FactsTests
{
    private const string Origin = "broker.example/caf";

    private static readonly Sha256Digest Digest = Sha256Digest.Of("x"u8);
    private static readonly DateOnly Day = new(2014, 2, 17);

    private delegate FactsFault Reader(ReadOnlySpan<byte> text);

    internal static ReleaseFacts Release() => new()
    {
        Country = "CAF",
        Period = "2014-01",
        Vintage = "final",
        Tier = "elected-member",
        PolicyRevision = Digest,
        PlanHash = Digest,
        Rho = "9/64",
        ReleaseHash = Digest,
        BriefingJson = Sha256Digest.Of("json"u8),
        BriefingHtml = Sha256Digest.Of("html"u8),
        Issued = Day,
    };

    private static SlotOpening Opening() => new()
    {
        Salt = Digest,
        Depositor = new AccountName(0x0123456789abcdef),
        Tier = "elected-member",
        Country = "CAF",
        Period = "2014-W05",
        Revision = Digest,
        Threshold = 5,
        Audience = "delegates of elected members of the Security Council",
        Lines = SlotOpening.Sorted(
        [
            SlotRecord.Of(Origin, new Tag16(1), RecordName.Parse("aaaaaaaaaaaaaaaaaaaaaaaa2a")),
            SlotRecord.Of(Origin, new Tag16(2), RecordName.Parse("aaaaaaaaaaaaaaaaaaaaaaaaba")).Shred(),
        ]),
    };

    private static RequesterActors Actors(string names) => RequesterActors.TryParse(names, out RequesterActors actors) ? actors : throw new FormatException();

    private static readonly BriefingFacts Briefing = new()
    {
        Requester = new AccountName(1),
        For = Affiliation.State("LUX"),
        Role = "delegate",
        Actors = Actors("anti-balaka fprc"),
        Tier = "elected-member",
        Country = "CAF",
        Period = "2014-01",
        Purpose = "council-briefing",
        Rule = "rule-1",
        PolicyRevision = Digest,
        ReleaseEntry = 17,
        Delivered = Day,
    };

    private static readonly RefusalFacts Refusal = new()
    {
        Requester = new AccountName(2),
        For = Affiliation.Organisation("ngo-b"),
        Role = null,
        Actors = default,
        Tier = "elected-member",
        Country = "CAF",
        Period = "2014-01",
        Purpose = "council-briefing",
        Rule = "rule-3",
        PolicyRevision = Digest,
        Refused = Day,
    };

    private static readonly WithdrawalFacts Withdrawal = new() { Depositor = new AccountName(3), Record = new RecordName(9), Withdrawn = Day };

    private static readonly EnrolmentFacts Enrolment = new() { Account = new AccountName(4), Role = "policy-officer", KeyDigest = Digest, Enrolled = Day };

    private static readonly ConsentFacts Consent = new()
    {
        Depositor = new AccountName(5),
        Terms = new ConsentTerms("CAF", Digest, Sha256Digest.Of("y"u8), 31),
        Consented = Day,
    };

    private static readonly (string Name, byte[] Text, Reader Read)[] All =
    [
        ("release", Release().Encode(Origin), text => ReleaseFacts.TryParse(text, Origin, out ReleaseFacts? read, out FactsFault fault) && read == Release() ? fault : Refused(fault)),
        ("briefing", Briefing.Encode(Origin), text => BriefingFacts.TryParse(text, Origin, out BriefingFacts? read, out FactsFault fault) && read == Briefing ? fault : Refused(fault)),
        ("refusal", Refusal.Encode(Origin), text => RefusalFacts.TryParse(text, Origin, out RefusalFacts? read, out FactsFault fault) && read == Refusal ? fault : Refused(fault)),
        ("withdrawal", Withdrawal.Encode(Origin), text => WithdrawalFacts.TryParse(text, Origin, out WithdrawalFacts? read, out FactsFault fault) && read == Withdrawal ? fault : Refused(fault)),
        ("enrolment", Enrolment.Encode(Origin), text => EnrolmentFacts.TryParse(text, Origin, out EnrolmentFacts? read, out FactsFault fault) && read == Enrolment ? fault : Refused(fault)),
        ("consent", Consent.Encode(Origin), text => ConsentFacts.TryParse(text, Origin, out ConsentFacts? read, out FactsFault fault) && read == Consent ? fault : Refused(fault)),
        ("slot", Opening().Encode(Origin), text => SlotOpening.TryParse(text, Origin, out SlotOpening? read, out FactsFault fault) && read!.Encode(Origin).AsSpan().SequenceEqual(Opening().Encode(Origin)) ? fault : Refused(fault)),
    ];

    // A text that reads as other facts than the sample's counts as a fault here, so that a round trip must be exact.
    private static FactsFault Refused(FactsFault fault) => fault == FactsFault.None ? FactsFault.Value : fault;

    [Fact]
    public void Encode_EachKind_ReadsBackTheSame()
    {
        foreach ((string name, byte[] text, Reader read) in All)
        {
            Assert.Equal((name, FactsFault.None), (name, read(text)));
        }
    }

    [Fact]
    public void TryParse_EachKindDamaged_GivesTheFaultOfTheDamage()
    {
        foreach ((string name, byte[] text, Reader read) in All)
        {
            string good = Encoding.UTF8.GetString(text);
            int second = good.IndexOf('\n', StringComparison.Ordinal) + 1;
            int space = good.IndexOf(' ', second);
            (FactsFault Expected, string Text)[] damaged =
            [
                (FactsFault.TooLarge, good + new string('x', SlotOpening.MaxBytes)),
                (FactsFault.Domain, "other/" + good),
                (FactsFault.Line, good.Remove(second, 1)),
                (FactsFault.Line, good[..second]),
                (FactsFault.Value, good.Insert(space + 1, "?")),
                (name == "slot" ? FactsFault.Line : FactsFault.TrailingBytes, good + "note x\n"),
                (name == "slot" ? FactsFault.Line : FactsFault.TrailingBytes, good + "\n"),
            ];
            foreach ((FactsFault expected, string bad) in damaged)
            {
                Assert.Equal((name, expected), (name, read(Encoding.UTF8.GetBytes(bad))));
            }
        }
    }

    [Fact]
    public void Encode_BriefingAndRefusal_GiveTheDocumentedTexts()
    {
        Assert.Equal(
            $"{Origin}/briefing-facts/v1\nrequester 0000000000000001\nfor state LUX\nrole delegate\nactors anti-balaka fprc\ntier elected-member\ncountry CAF\n"
            + $"period 2014-01\npurpose council-briefing\nrule rule-1\npolicy-revision {Digest}\nrelease-entry 17\ndelivered 2014-02-17\n",
            Encoding.UTF8.GetString(Briefing.Encode(Origin)));
        Assert.Equal(
            $"{Origin}/refusal-facts/v1\nrequester 0000000000000002\nfor organisation ngo-b\nrole none\nactors none\ntier elected-member\ncountry CAF\n"
            + $"period 2014-01\npurpose council-briefing\nrule rule-3\npolicy-revision {Digest}\nrefused 2014-02-17\n",
            Encoding.UTF8.GetString(Refusal.Encode(Origin)));
    }

    [Theory]
    [InlineData("fprc", true)]
    [InlineData("anti-balaka fprc", true)]
    [InlineData("fprc anti-balaka", false)]
    [InlineData("fprc fprc", false)]
    [InlineData("anti-balaka  fprc", false)]
    [InlineData("fprc ", false)]
    [InlineData("", false)]
    [InlineData("none", false)]
    [InlineData("none fprc", false)]
    [InlineData("FPRC", false)]
    public void RequesterActors_Text_IsOneSpelling(string text, bool expected)
    {
        Assert.Equal(expected, RequesterActors.TryParse(text, out RequesterActors actors));
        Assert.Equal(expected ? text : "none", actors.ToString());
        Assert.Equal(expected ? text : "", string.Join(' ', actors.Names));
    }

    [Fact]
    public void RequesterActors_MoreThanTheMost_AreRefused()
    {
        string[] names = [.. Enumerable.Range(0, RequesterActors.Most + 1).Select(i => $"actor-{i:D2}")];
        Assert.True(RequesterActors.TryParse(string.Join(' ', names[1..]), out RequesterActors actors));
        Assert.Equal(RequesterActors.Most, actors.Names.Count);
        Assert.False(RequesterActors.TryParse(string.Join(' ', names), out _));
        Assert.True((Briefing with { Actors = actors }).Encode(Origin).Length < BriefingFacts.MaxBytes);
    }

    [Fact]
    public void TryParse_EachVector_FailsForItsReason()
    {
        HashSet<string> seen = [];
        foreach (string path in TestTree.Vectors("facts"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            FactsFault fault = FactsFault.None;
            bool ok = Path.GetFileName(path).Split('-')[0] switch
            {
                "slot" => SlotOpening.TryParse(content, Origin, out _, out fault),
                "release" => ReleaseFacts.TryParse(content, Origin, out _, out fault),
                "briefing" => BriefingFacts.TryParse(content, Origin, out _, out fault),
                "refusal" => RefusalFacts.TryParse(content, Origin, out _, out fault),
                "consent" => ConsentFacts.TryParse(content, Origin, out _, out fault),
                _ => true,
            };
            Assert.False(ok, Path.GetFileName(path));
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), FactsFaults.Code(fault)));
            seen.Add(expected);
        }

        Assert.Superset(new HashSet<string> { "domain", "line", "value", "order", "trailing-bytes" }, seen);
    }

    [Fact]
    public void Encode_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => (Release() with { Rho = "0.14" }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => (Release() with { Tier = "a\nissued 2014-01-01" }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => (Opening() with { Lines = [Opening().Lines[0], Opening().Lines[0]] }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => (Opening() with { Audience = "a\u202Eb" }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => (Briefing with { For = Affiliation.State("lux") }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => Enrolment.Encode("Bad Origin"));
        Assert.Throws<ArgumentException>(() => (Consent with { Terms = Consent.Terms with { Country = "Chad" } }).Encode(Origin));
        Assert.Throws<ArgumentException>(() => (Consent with { Terms = Consent.Terms with { After = -1 } }).Encode(Origin));
    }

    [Theory]
    [InlineData(null, "none")]
    [InlineData(0L, "0")]
    [InlineData(long.MaxValue, "9223372036854775807")]
    public void Consent_AfterNoneOrAnEntry_HasOneSpelling(long? after, string spelling)
    {
        ConsentTerms terms = Consent.Terms with { After = after };
        ConsentFacts facts = Consent with { Terms = terms };

        Assert.True(ConsentFacts.TryParse(facts.Encode(Origin), Origin, out ConsentFacts? read, out _));
        Assert.Equal(facts, read);
        Assert.True(ConsentTerms.TryRead("CAF", terms.From.ToString(), terms.To.ToString(), spelling, out ConsentTerms? same));
        Assert.Equal(terms, same);
        Assert.Equal($"{Origin}/consent/v1\ncountry CAF\nfrom {terms.From}\nto {terms.To}\nafter {spelling}\n", terms.Text($"{Origin}/consent/v1"));
    }

    [Theory]
    [InlineData("caf", "a", "b", "none")]
    [InlineData("CAF", "A", "b", "none")]
    [InlineData("CAF", "a", "B", "none")]
    [InlineData("CAF", "a", "b", "None")]
    [InlineData("CAF", "a", "b", "")]
    [InlineData("CAF", "a", "b", "-1")]
    [InlineData("CAF", "a", "b", "07")]
    [InlineData("CAF", "a", "b", "9223372036854775808")]
    public void Consent_InAnotherSpelling_IsNotRead(string country, string from, string to, string after) =>
        Assert.False(ConsentTerms.TryRead(country, new string(from[0], 64), new string(to[0], 64), after, out _));

    [Fact]
    public void Consent_OfARevisionToItself_IsARevocation()
    {
        Assert.False(Consent.Terms.IsRevocation);
        Assert.True((Consent.Terms with { To = Digest }).IsRevocation);
    }

    [Fact]
    public void FactsHead_SaltOrFactsChanged_IsAnother()
    {
        byte[] salt = new byte[32];
        byte[] facts = Release().Encode(Origin);
        Sha256Digest head = FactsHead.Of(salt, facts);
        Assert.Equal(Sha256Digest.Of([.. salt, .. facts]), head);
        salt[31] = 1;
        Assert.NotEqual(head, FactsHead.Of(salt, facts));
        Assert.Throws<ArgumentException>(() => FactsHead.Of(new byte[31], facts));
    }

    [Fact]
    public void RecordName_Text_IsOneSpelling()
    {
        SeededBytes random = new(8);
        for (int i = 0; i < 1_000; i++)
        {
            RecordName name = new(Tag16.New(random.Fill).Value);
            Assert.Equal(name, RecordName.Parse(name.ToString()));
        }

        Assert.Throws<FormatException>(() => RecordName.Parse("aaaaaaaaaaaaaaaaaaaaaaaaab"));
        Assert.True(AccountName.TryParse("0123456789abcdef"u8, out AccountName account));
        Assert.Equal("0123456789abcdef", account.ToString());
        Assert.False(AccountName.TryParse("0123456789ABCDEF"u8, out _));
    }
}
