using System.Security.Cryptography;
using System.Text;

namespace Broker.Policy.Tests;

public sealed class SharingPolicyReaderTests
{
    [Fact]
    public void Reading_OfTheExample_HasEveryField()
    {
        byte[] bytes = RepositoryFiles.Read("policies", "caf-2013.yaml");
        SharingPolicy policy = SharingPolicyReader.Read(bytes, "caf-2013.yaml").Policy!;
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(bytes)), policy.Revision);
        Assert.Equal(("caf-2013", "CAF", new DateOnly(2015, 6, 30)), (policy.Name, policy.Country, policy.ReviewBy));
        Assert.Equal(["early-warning", "council-briefing", "evaluation"], policy.Purposes.Keys);
        Assert.Equal(["public", "elected-member", "consortium"], policy.Tiers.Select(t => t.Name));
        Assert.Equal((10, new YearlyRho(1, 1)), (policy.OrganisationCap, policy.YearlyRho));
        Assert.Equal(new CustodyQuorum(2, 1, 1), policy.Custody);
        PolicyConflict conflict = Assert.Single(policy.Conflicts);
        Assert.Equal(["CAF"], conflict.States);
        Assert.Equal(["fprc", "anti-balaka"], conflict.Actors);
        Assert.Equal(["rule-1", "rule-2", "rule-3"], policy.Rules.Select(r => r.Id));
        Assert.Equal(["elected-member", "consortium"], policy.Rules[2].Tiers);
        Assert.Equal(3, policy.Audiences["task-force"].Seats["global-south"]);
    }

    [Fact]
    public void Reading_OfTheExample_GivesItsTiers()
    {
        SharingPolicy policy = PolicyText.Caf2013();
        PolicyTier open = policy.Tiers[0], elected = policy.Tiers[1], closed = policy.Tiers[2];
        Assert.Equal(("TLP:CLEAR", 8, 10, 3, 5), (open.Marking, open.NoiseMultiple, open.SourceThreshold, open.OrganisationThreshold, open.RoundTo));
        Assert.Equal((TimeSpan.FromDays(28), "never", "anyone"), (open.Delay, open.Narrative, open.Onward));
        Assert.Equal(["country/final"], open.Tables);
        Assert.Equal(["becomes-shown", "change"], elected.Alerts);
        Assert.Equal((TimeSpan.FromDays(3), "approved", "none"), (elected.Delay, elected.Narrative, elected.Onward));
        Assert.Equal(PolicyVocabulary.Tables, closed.Tables);
        Assert.Equal((1, 1, TimeSpan.Zero), (closed.NoiseMultiple, closed.RoundTo, closed.Delay));
    }

    [Theory]
    [InlineData("1.0", 1, 1)]
    [InlineData("2", 2, 1)]
    [InlineData("0.140625", 9, 64)]
    [InlineData("0.999999", 999_999, 1_000_000)]
    public void YearlyRho_Decimal_IsReadExactly(string text, long numerator, long denominator) =>
        Assert.Equal(new YearlyRho(numerator, denominator), PolicyText.Policy(PolicyText.With("yearly-rho: 1.0", "yearly-rho: " + text)).YearlyRho);

    [Theory]
    [InlineData("", 0)]
    [InlineData("hard-floor: 10\n", 10)]
    [InlineData("hard-floor: 1000\n", 1000)]
    public void HardFloor_LeftOutOrFromTheThresholdsOn_IsRead(string line, int floor) =>
        Assert.Equal(floor, PolicyText.Policy(PolicyText.With("yearly-rho: 1.0\n", "yearly-rho: 1.0\n" + line)).HardFloor);

    [Fact]
    public void Reading_OfAFileWithManyFaults_ReportsAllAtOnceInOrder()
    {
        string text = PolicyText.Small
            .Replace("country: CAF", "country: caf", StringComparison.Ordinal)
            .Replace("organisation-cap: 10", "organisation-cap: 500", StringComparison.Ordinal)
            .Replace("threshold: { sources: 10, organisations: 3 }", "threshold: { sources: 1, organisations: 1 }", StringComparison.Ordinal)
            .Replace("to: consortium", "to: consortia", StringComparison.Ordinal)
            + "surprise: 1\n";
        PolicyReading reading = PolicyText.Read(text);
        Assert.Null(reading.Policy);
        Assert.Equal(
            [
                PolicyCodes.BadState, PolicyCodes.FloorThresholdOrder, PolicyCodes.FloorSources, PolicyCodes.FloorOrganisations,
                PolicyCodes.FloorOrganisationCap, PolicyCodes.UnknownTier, PolicyCodes.UnknownKey,
            ],
            reading.Diagnostics.Select(d => d.Code));
        Assert.Equal("test.yaml:2:10: `caf` is not an iso 3166-1 alpha-3 code", reading.Diagnostics[0].ToString());
    }

    [Theory]
    [InlineData(PolicyCodes.AudienceInConflict, "states: [CAF], actors", "states: [CAF, LUX], actors")]
    [InlineData(PolicyCodes.TierNeverPermitted, "    to: consortium\n", "    to: delegates-only\n")]
    [InlineData(PolicyCodes.TableOrder, "tables: [country/final]", "tables: [country/flash]")]
    [InlineData(PolicyCodes.DelayOrder, "narrative: approved\n  consortium", "narrative: approved\n    delay: 1d\n  consortium")]
    [InlineData(PolicyCodes.ConflictTooLate, "since: 2013-01-01", "since: 2015-07-01")]
    [InlineData(PolicyCodes.RuleWithoutEffect, "    to: delegates-only\n", "    to: public\n")]
    public void Reading_OfAnOddPolicy_WarnsAndReads(string code, string old, string replacement)
    {
        PolicyReading reading = PolicyText.Read(PolicyText.With(old, replacement));
        Assert.NotNull(reading.Policy);
        Assert.Contains(code, reading.Diagnostics.Where(d => !d.IsError).Select(d => d.Code));
    }

    [Fact]
    public void Permit_ThatAnEarlierOneCovers_IsAWarning()
    {
        string text = PolicyText.Small + "  - permit: release\n    to: consortium\n    for: [evaluation]\n";
        PolicyDiagnostic found = Assert.Single(PolicyText.Read(text).Diagnostics);
        Assert.Equal((PolicyCodes.RuleWithoutEffect, false), (found.Code, found.IsError));
    }

    [Fact]
    public void Bytes_OverOneMebibyte_AreRefused()
    {
        byte[] bytes = [.. RepositoryFiles.Read("policies", "caf-2013.yaml"), .. Enumerable.Repeat((byte)'\n', 1 << 20)];
        Assert.Equal(PolicyCodes.FileTooLarge, Assert.Single(SharingPolicyReader.Read(bytes, "x").Diagnostics).Code);
    }

    [Fact]
    public void Bytes_OfExactlyOneMebibyte_AreRead()
    {
        byte[] policy = Encoding.UTF8.GetBytes(PolicyText.Small);
        byte[] bytes = [.. policy, .. Enumerable.Repeat((byte)'\n', (1 << 20) - policy.Length)];
        Assert.NotNull(SharingPolicyReader.Read(bytes, "x").Policy);
    }

    [Theory]
    [InlineData(new byte[] { 0xff, 0xfe })]
    [InlineData(new byte[] { 0xc0, 0xaf })]
    [InlineData(new byte[] { 0xed, 0xa0, 0x80 })]
    public void Bytes_ThatAreNotUtf8_AreRefused(byte[] tail)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(PolicyText.Small), .. tail];
        Assert.Equal(PolicyCodes.NotUtf8, Assert.Single(SharingPolicyReader.Read(bytes, "x").Diagnostics).Code);
    }

    [Theory]
    [InlineData("\uFEFF")]
    [InlineData("# a comment\r\n")]
    [InlineData("# a comment \u2066\n")]
    [InlineData("# a comment \u2028\n")]
    [InlineData("# a comment \u0085\n")]
    [InlineData("# a comment \0\n")]
    public void Text_WithWhatCannotBeSeen_IsRefused(string start)
    {
        PolicyReading reading = PolicyText.Read(start + PolicyText.Small);
        Assert.Null(reading.Policy);
        Assert.Equal([PolicyCodes.ForbiddenCharacter], reading.Diagnostics.Select(d => d.Code).Distinct());
    }

    [Fact]
    public void Text_InArabicAndFrench_IsRead()
    {
        SharingPolicy policy = PolicyText.Policy(PolicyText.With("those listed under audiences", "États — الدول المذكورة"));
        Assert.Equal("États — الدول المذكورة", policy.Community);
    }

    [Theory]
    [InlineData("")]
    [InlineData("# only a comment\n")]
    [InlineData("---\n")]
    [InlineData("just a text\n")]
    [InlineData("- a\n- b\n")]
    public void Text_ThatIsNoMapping_IsRefused(string text)
    {
        PolicyReading reading = PolicyText.Read(text);
        Assert.Null(reading.Policy);
        Assert.Equal(PolicyCodes.WrongShape, Assert.Single(reading.Diagnostics).Code);
    }

    [Fact]
    public void Findings_PastTwoHundred_AreCutOffWithAWord()
    {
        PolicyReading reading = PolicyText.Read(PolicyText.Small + string.Concat(Enumerable.Range(0, 500).Select(i => $"x{i}: 1\n")));
        Assert.Equal(201, reading.Diagnostics.Count);
        Assert.Equal(PolicyCodes.TooManyFindings, reading.Diagnostics[^1].Code);
    }

    [Fact]
    public void Revision_OfAChangedComment_IsAnother() =>
        Assert.NotEqual(PolicyText.Policy(PolicyText.Small).Revision, PolicyText.Policy("# note\n" + PolicyText.Small).Revision);

    [Fact]
    public void DocumentStart_AtTheTop_IsAllowed() => Assert.Equal("small", PolicyText.Policy("---\n" + PolicyText.Small).Name);

    [Fact]
    public void Custody_LeftOut_IsNeverOpened() => Assert.Null(PolicyText.Policy(PolicyText.Small).Custody);

    // Whoever reads the rule takes every member of the audience for kept out, and none would be.
    [Theory]
    [InlineData("task-force", false)]
    [InlineData("ngo-b", true)]
    [InlineData("elsewhere", true)]
    public void Forbid_OfAnAudienceAsAnOrganisation_IsAmbiguous(string organisation, bool isRead)
    {
        PolicyReading reading = PolicyText.Read(PolicyText.Small
            + $"  - forbid: any\n    to: {{ organisations: [{organisation}] }}\n    because: they left the agreement\n");
        Assert.Equal(isRead, reading.Policy is not null);
        Assert.Equal(isRead ? [] : [PolicyCodes.AmbiguousName], reading.Diagnostics.Select(d => d.Code));
    }
}
