using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Broker.Policy.Testing;

namespace Broker.Policy.Tests.Testing;

public sealed partial class PolicyTestReaderTests
{
    private static readonly SharingPolicy Small = PolicyText.Policy(PolicyText.Small);

    public static TheoryData<string> Vectors => [.. RepositoryFiles.NamesIn("*.yaml", "tests", "vectors", "policy-tests")];

    [Theory]
    [MemberData(nameof(Vectors))]
    public void TestsFile_OfAVector_IsReadOrRefusedForItsOneFaultAtItsPlace(string name)
    {
        byte[] bytes = RepositoryFiles.Read("tests", "vectors", "policy-tests", name);
        Match expected = Expectation().Match(Encoding.UTF8.GetString(bytes));
        PolicyTestsReading reading = PolicyTestReader.Read(bytes, name, Small);
        if (expected.Groups[1].Value == "ok")
        {
            Assert.Empty(reading.Diagnostics);
            Assert.NotNull(reading.Tests);
            return;
        }

        Assert.Null(reading.Tests);
        PolicyDiagnostic found = Assert.Single(reading.Diagnostics);
        Assert.Equal((expected.Groups[1].Value, expected.Groups[2].Value), (found.Code, string.Create(CultureInfo.InvariantCulture, $"{found.Line}:{found.Column}")));
        Assert.Equal(name, found.File);
        Assert.False(found.Message.EndsWith('.'));
    }

    [Fact]
    public void TestsFile_ThatIsGood_GivesWhatStandsInIt()
    {
        PolicyTests tests = PolicyTestReader.Read(RepositoryFiles.Read("tests", "vectors", "policy-tests", "good.yaml"), "good.yaml", Small).Tests!;
        DecisionTest first = tests.Decisions[0], second = tests.Decisions[1];
        Assert.Equal(("a delegate is warned early", 4, true, null, null), (first.Name, first.Line, first.Permit, first.Kind, first.Because));
        Assert.Equal(("LUX", null, "delegate", "mpc"), (first.Request.Requester.State, first.Request.Requester.Organisation, first.Request.Requester.Role, Assert.Single(first.Request.Requester.Actors)));
        Assert.Equal(("delegates-only", "early-warning", new DateOnly(2014, 2, 24)), (first.Request.Tier, first.Request.Purpose, first.Request.On));
        Assert.Equal("rule-1", Assert.Single(first.By!));
        Assert.Empty(first.Missing!);
        Assert.Equal((false, DecisionKind.UnknownTier, null, null), (second.Permit, second.Kind, second.By, second.Missing));
        StratumTest stratum = Assert.Single(tests.Strata);
        Assert.Null(stratum.Tier);
        Assert.Equal(new RecordCaveats("public", [], ["FRA", "ngo-b"], new DateOnly(2014, 1, 1), null, true), stratum.Caveats);
        var bound = Assert.Single(tests.Bounds);
        Assert.Equal(("delegates-only", "LUX RWA TCD", 0, "delegate"), (bound.Tier, string.Join(' ', bound.States), bound.Organisations.Count, bound.Role));
    }

    [Fact]
    public void TestsFile_WithManyFaults_TellsAllAtOnceInOrder()
    {
        PolicyTestsReading reading = TestText.Read(
            "sharing-policy-tests: other\ndecisions:\n  - { name: a, requester: { state: lux }, tier: x, purpose: y, on: today, expect: perhaps }\n  - { name: a }\nstrata: no\n", Small);
        Assert.Equal(
            [
                PolicyTestCodes.OtherPolicy, PolicyCodes.BadState, PolicyCodes.UnknownTier, PolicyCodes.UnknownPurpose, PolicyCodes.BadDate, PolicyCodes.BadWord,
                .. Enumerable.Repeat(PolicyCodes.MissingKey, 5), PolicyCodes.DuplicateItem, PolicyCodes.WrongShape,
            ],
            reading.Diagnostics.Select(found => found.Code));
        Assert.Null(reading.Tests);
    }

    [Theory]
    [InlineData("", PolicyCodes.WrongShape)]
    [InlineData("- a\n", PolicyCodes.WrongShape)]
    [InlineData("a: [", PolicyCodes.YamlSyntax)]
    [InlineData("a: \t\n", PolicyCodes.ForbiddenCharacter)]
    public void Bytes_ThatAreNoTests_AreRefused(string text, string code)
    {
        PolicyTestsReading reading = TestText.Read(text, Small);
        Assert.Null(reading.Tests);
        Assert.Equal(code, reading.Diagnostics[0].Code);
    }

    [Fact]
    public void Bytes_ThatAreBombs_AreRefused()
    {
        PolicyTestsReading Read(byte[] bytes) => PolicyTestReader.Read(bytes, "bomb", Small);
        Assert.Equal(PolicyCodes.FileTooLarge, Assert.Single(Read(new byte[10_000_000]).Diagnostics).Code);
        Assert.Equal(PolicyCodes.NotUtf8, Assert.Single(Read([0xff, 0xfe]).Diagnostics).Code);
        string[] lines = [.. Enumerable.Repeat(new string('[', 4000), 10)];
        Assert.Equal(PolicyCodes.YamlDepth, Read(Encoding.ASCII.GetBytes(string.Join('\n', lines))).Diagnostics[0].Code);
    }

    [Fact]
    public void UnknownKey_InAnyMappingOfAGoodFile_IsRefused()
    {
        string good = Encoding.UTF8.GetString(RepositoryFiles.Read("policies", "caf-2013.tests.yaml"));
        SharingPolicy policy = PolicyText.Caf2013();
        int tried = 0;
        foreach (Match place in Mapping().Matches(good))
        {
            string key = place.Value + (place.Value.StartsWith('\n') ? "no-such-key: 1\n    " : "no-such-key: 1, ");
            string bad = string.Concat(good.AsSpan(0, place.Index), key, good.AsSpan(place.Index + place.Length));
            PolicyTestsReading reading = PolicyTestReader.Read(Encoding.UTF8.GetBytes(bad), "bad", policy);
            Assert.Null(reading.Tests);
            Assert.Contains(reading.Diagnostics, found => found.Code is PolicyCodes.UnknownKey);
            tried++;
        }

        Assert.True(tried > 60);
    }

    [Fact]
    public void SealedAsATier_CannotBeExpected()
    {
        SharingPolicy policy = PolicyText.Policy(PolicyText.Small.Replace("consortium", "sealed", StringComparison.Ordinal));
        PolicyTestsReading reading = TestText.Read("sharing-policy-tests: small\nstrata:\n  - { name: a, caveats: { highest-tier: sealed }, on: 2014-01-01, expect: sealed }\n", policy);
        Assert.Equal(PolicyCodes.AmbiguousName, Assert.Single(reading.Diagnostics).Code);
    }

    [Fact]
    public void SpecificationPage_Codes_AreAllExplained()
    {
        string page = Encoding.UTF8.GetString(RepositoryFiles.Read("docs", "specs", "sharing-policy.md"));
        IEnumerable<string> codes = typeof(PolicyTestCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal([], codes.Concat(DecisionKinds.Codes).Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [GeneratedRegex(@"\A# expect: ([a-z0-9-]+) ([0-9]+:[0-9]+)\n")]
    private static partial Regex Expectation();

    // The start of each flow mapping that holds a key, and of each block mapping of a test.
    [GeneratedRegex(@"\{ (?=[a-z])|\n  - (?=name:)")]
    private static partial Regex Mapping();
}
