using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

public sealed class LogEntryTests
{
    private const string Origin = "broker.example/caf";

    private static readonly Tag16 Nonce = new(5);
    private static readonly Sha256Digest Head = Sha256Digest.Of("head"u8);

    private static EmergencyTerms Terms => new("CAF", Broker.DisclosureControl.IsoWeek.Parse("2014-W05"), 4, Head, new AccountName(1));

    private static PolicyActivationTerms Activation => new("CAF", Head, Sha256Digest.Of("before"u8));

    private static EntrySignature Signed(ulong account, byte fill) => EntrySignature.Of(new AccountName(account), Enumerable.Repeat(fill, EntrySignature.Size).ToArray());

    private static ReleaseEntry Release(int enrolled, int contributors, int seed = 3)
        => ReleaseEntryBuilder.Build(Origin, enrolled, Nonce, Head, [.. Enumerable.Range(0, contributors).Select(i => Slot(i, Nonce))], new SeededBytes(seed).Fill);

    private static byte[] Key(int depositor) => SHA256.HashData([(byte)depositor, 77]);

    private static ReleaseSlot Slot(int depositor, Tag16 nonce)
        => new(ReleaseEntry.SlotTag(Key(depositor), Origin, nonce), Sha256Digest.Of([(byte)depositor]));

    private static LogEntry Sample(LogEntryKind kind) => kind switch
    {
        LogEntryKind.Release => Release(4, 3), // fewest slots: a cut at any byte leaves too few
        LogEntryKind.PolicyRevision => new PolicyRevisionEntry(Origin, Activation, Signed(9, 0xff), Signed(3, 0)),
        LogEntryKind.VaultEvent => new VaultEventEntry(Origin, VaultEvent.OpenCustody, 0x0badcafe),
        LogEntryKind.KeyRing => new KeyRingEntry(Origin, 12, Head),
        LogEntryKind.EpochKey => new EpochKeyEntry(Origin, 7, Head),
        LogEntryKind.DepositRoot => new DepositRootEntry(Origin, new DateOnly(2014, 1, 6), Head),
        LogEntryKind.EmergencyPlan => new EmergencyPlanEntry(
            Origin, Terms, "8 16 16", EntrySignature.Of(Terms.Proposer, new byte[68]), EntrySignature.Of(new AccountName(2), Enumerable.Repeat((byte)0xff, 68).ToArray())),
        _ => new CommittedEntry(kind, Origin, Nonce, Head),
    };

    [Fact]
    public void Encode_EachKind_ReadsBackTheSame()
    {
        foreach (LogEntryKind kind in LogEntryKinds.All)
        {
            LogEntry entry = Sample(kind);
            byte[] bytes = entry.Encode();
            Assert.StartsWith($"{Origin}/{LogEntryKinds.Word(kind)}/v1\n", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
            Assert.True(LogEntry.TryParse(bytes, Origin, out LogEntry? read, out LogEntryFault fault), LogEntryFaults.Code(fault));
            Assert.Equal(kind, read!.Kind);
            Assert.Equal(entry, read);
            Assert.Equal(bytes, read.Encode());
        }
    }

    [Fact]
    public void Encode_VaultEvent_GivesTheDocumentedText()
        => Assert.Equal("broker.example/caf/vault-event/v1\nevent open-custody\nepoch 0badcafe\n", Encoding.UTF8.GetString(Sample(LogEntryKind.VaultEvent).Encode()));

    [Fact]
    public void Encode_EmergencyPlan_GivesTheDocumentedText() => Assert.Equal(
        $"broker.example/caf/emergency-plan/v1\ncountry CAF\nfirst-week 2014-W05\nweeks 4\nrevision {Head}\nvariances 8 16 16\n"
        + $"officer 0000000000000001 {new string('0', 136)}\nauditor 0000000000000002 {new string('f', 136)}\n",
        Encoding.UTF8.GetString(Sample(LogEntryKind.EmergencyPlan).Encode()));

    [Fact]
    public void Encode_PolicyRevision_GivesTheDocumentedTextWithTheAccountsAscending() => Assert.Equal(
        $"broker.example/caf/policy-revision/v1\ncountry CAF\nrevision {Head}\nreplaces {Activation.Replaces}\n"
        + $"officer 0000000000000003 {new string('0', 136)}\nofficer 0000000000000009 {new string('f', 136)}\n",
        Encoding.UTF8.GetString(Sample(LogEntryKind.PolicyRevision).Encode()));

    [Fact]
    public void PolicyRevision_OfTheCountrysFirst_ReplacesNone()
    {
        var first = new PolicyRevisionEntry(Origin, Activation with { Replaces = null }, Signed(3, 1), Signed(9, 2));
        Assert.True(LogEntry.TryParse(first.Encode(), Origin, out LogEntry? read, out _));
        Assert.Equal(first, read);
        Assert.Contains("\nreplaces none\n", Encoding.UTF8.GetString(first.Encode()), StringComparison.Ordinal);
    }

    [Fact]
    public void PolicyRevision_OfOneAccountOrOfItself_CannotBeMade()
    {
        Assert.Throws<ArgumentException>(() => new PolicyRevisionEntry(Origin, Activation, Signed(3, 0), Signed(3, 1)));
        Assert.Throws<ArgumentException>(() => new PolicyRevisionEntry(Origin, Activation with { Replaces = Head }, Signed(3, 0), Signed(9, 1)));
        Assert.Throws<ArgumentException>(() => EntrySignature.Of(new AccountName(3), new byte[67]));
    }

    [Fact]
    public void EmergencyPlan_OfOnePersonOrOfWeeksThatDoNotExist_CannotBeMade()
    {
        var proposer = EntrySignature.Of(Terms.Proposer, new byte[68]);
        var auditor = EntrySignature.Of(new AccountName(2), new byte[68]);
        Assert.Throws<ArgumentException>(() => new EmergencyPlanEntry(Origin, Terms, "8 16 16", proposer, proposer));
        Assert.Throws<ArgumentException>(() => new EmergencyPlanEntry(Origin, Terms, "8 16 16", auditor, auditor));
        Assert.Throws<ArgumentException>(() => new EmergencyPlanEntry(Origin, Terms with { Weeks = 5 }, "8 16 16", proposer, auditor));
        Assert.Throws<ArgumentException>(() => new EmergencyPlanEntry(Origin, Terms, "8 16", proposer, auditor));
    }

    [Theory]
    [InlineData("2014-W01 2014-W02 2014-W03 2014-W04", true)]
    [InlineData("2014-W01 2014-W02 2014-W03 2014-W04 2014-W52", false)]
    [InlineData("2014-W01 2014-W02 2014-W03 2014-W04 2015-W01", true)]
    [InlineData("2014-W04 2014-W10 2014-W03 2014-W52 2014-W20", false)]
    [InlineData("2014-W01 2014-W01 2014-W02 2014-W03 2014-W04", true)] // one week of two plans is one week
    public void AreFewEnough_Weeks_IsFourInAny52(string weeks, bool expected) =>
        Assert.Equal(expected, EmergencyTerms.AreFewEnough(weeks.Split(' ').Select(week => Broker.DisclosureControl.IsoWeek.Parse(week))));

    [Fact]
    public void TryParse_EachKindTruncatedOrExtended_IsRefused()
    {
        foreach (LogEntryKind kind in LogEntryKinds.All)
        {
            byte[] bytes = Sample(kind).Encode();
            for (int length = 0; length < bytes.Length; length++)
            {
                Assert.False(LogEntry.TryParse(bytes.AsSpan(0, length), Origin, out LogEntry? read, out _));
                Assert.Null(read);
            }

            Assert.False(LogEntry.TryParse([.. bytes, (byte)'\n'], Origin, out _, out _));
        }
    }

    [Fact]
    public void TryParse_AnotherOrigin_IsRefused()
    {
        foreach (LogEntryKind kind in LogEntryKinds.All)
        {
            Assert.False(LogEntry.TryParse(Sample(kind).Encode(), "broker.example/ca", out _, out LogEntryFault fault));
            Assert.Equal(LogEntryFault.Origin, fault);
        }
    }

    [Fact]
    public void TryParse_EachVector_FailsForItsReason()
    {
        HashSet<string> seen = [];
        foreach (string path in TestTree.Vectors("log-entry"))
        {
            (string expected, byte[] content) = TestTree.Vector(path);
            bool ok = LogEntry.TryParse(content, Origin, out LogEntry? entry, out LogEntryFault fault);
            Assert.True(!ok && entry is null, Path.GetFileName(path));
            Assert.Equal((Path.GetFileName(path), expected), (Path.GetFileName(path), LogEntryFaults.Code(fault)));
            seen.Add(expected);
        }

        IEnumerable<string> codes = Enum.GetValues<LogEntryFault>().Where(fault => fault != LogEntryFault.None).Select(LogEntryFaults.Code);
        Assert.Equal(codes.Order(), seen.Order());
    }

    [Theory]
    [InlineData(0, 4)]
    [InlineData(4, 4)]
    [InlineData(5, 8)]
    [InlineData(33, 64)]
    [InlineData(512, 512)]
    public void SlotCount_Enrolled_IsTheNextPowerOfTwo(int enrolled, int expected) => Assert.Equal(expected, ReleaseEntry.SlotCount(enrolled));

    [Fact]
    public void SlotCount_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => ReleaseEntry.SlotCount(513));
        Assert.Throws<ArgumentOutOfRangeException>(() => ReleaseEntry.SlotCount(-1));
    }

    [Fact]
    public void Build_AnyNumberOfContributors_HasTheSameLength()
    {
        int[] lengths = [.. Enumerable.Range(0, 13).Select(contributors => Release(13, contributors).Encode().Length).Distinct()];
        Assert.Single(lengths);
    }

    [Fact]
    public void Build_LargestInstance_FitsTheLimit()
    {
        byte[] bytes = Release(512, 200).Encode();
        Assert.True(bytes.Length <= LogEntry.MaxBytes);
        Assert.True(LogEntry.TryParse(bytes, Origin, out _, out _));
    }

    [Fact]
    public void FindSlot_Contributor_FindsItsOwnAndNobodyElses()
    {
        ReleaseEntry entry = Release(13, 5);
        for (int depositor = 0; depositor < 13; depositor++)
        {
            ReleaseSlot? slot = entry.FindSlot(Key(depositor));
            Assert.Equal(depositor < 5, slot is not null);
            Assert.True(slot is null || slot.Value.Opening == Sha256Digest.Of([(byte)depositor]));
        }
    }

    [Fact]
    public void SlotTag_AgainstTheSlowForm_IsTheSameAndBoundToOriginAndNonce()
    {
        byte[] nonce = new byte[16];
        Nonce.CopyTo(nonce);
        byte[] message = [.. Encoding.ASCII.GetBytes("broker.example/caf/slot-tag/v1\n"), .. nonce];
        byte[] expected = HMACSHA256.HashData(Key(1), message)[..16];
        Assert.Equal(Tag16.FromBytes(expected), ReleaseEntry.SlotTag(Key(1), Origin, Nonce));
        Assert.NotEqual(ReleaseEntry.SlotTag(Key(1), Origin, Nonce), ReleaseEntry.SlotTag(Key(1), Origin, new Tag16(6)));
        Assert.NotEqual(ReleaseEntry.SlotTag(Key(1), Origin, Nonce), ReleaseEntry.SlotTag(Key(1), "broker.example/other", Nonce));
    }

    [Fact]
    public void Build_DoubleContributorOrTooMany_Throws()
    {
        Assert.Throws<ArgumentException>(() => ReleaseEntryBuilder.Build(Origin, 4, Nonce, Head, [Slot(1, Nonce), Slot(1, Nonce)], new SeededBytes(1).Fill));
        Assert.Throws<ArgumentException>(() => Release(2, 3));
    }

    [Fact]
    public void Construct_OutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new CommittedEntry(LogEntryKind.Release, Origin, Nonce, Head));
        Assert.Throws<ArgumentException>(() => new CommittedEntry(LogEntryKind.Refusal, "Upper", Nonce, Head));
        Assert.Throws<ArgumentException>(() => new PolicyRevisionEntry(Origin, Activation with { Country = "caf" }, Signed(3, 0), Signed(9, 1)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new KeyRingEntry(Origin, 0, Head));
    }
}
