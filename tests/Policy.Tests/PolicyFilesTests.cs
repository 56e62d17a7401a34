using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;

namespace Broker.Policy.Tests;

/// <summary>The files of policies/: the good ones are read without a finding, each rejected one fails for its one reason.</summary>
public sealed partial class PolicyFilesTests
{
    // Only bytes that no text file should hold show these; ReaderTests makes them.
    private static readonly string[] NotAsFiles = [PolicyCodes.FileTooLarge, PolicyCodes.NotUtf8, PolicyCodes.TooManyFindings];

    private static readonly string[] Warnings =
    [
        PolicyCodes.AudienceInConflict, PolicyCodes.RuleWithoutEffect, PolicyCodes.TierNeverPermitted,
        PolicyCodes.TableOrder, PolicyCodes.DelayOrder, PolicyCodes.ConflictTooLate,
        PolicyCodes.RuleUnreachable,
    ];

    public static TheoryData<string> Good => [.. RepositoryFiles.NamesIn("*.yaml", "policies").Where(name => !name.EndsWith(".tests.yaml", StringComparison.Ordinal))];

    public static TheoryData<string> Rejected => [.. RepositoryFiles.NamesIn("*.yaml", "policies", "rejected")];

    [Theory]
    [MemberData(nameof(Good))]
    public void PolicyFile_OfTheTree_IsReadWithoutAFinding(string name)
    {
        PolicyReading reading = SharingPolicyReader.Read(RepositoryFiles.Read("policies", name), name);
        Assert.Empty(reading.Diagnostics);
        Assert.Equal(Path.GetFileNameWithoutExtension(name), reading.Policy?.Name);
    }

    [Theory]
    [MemberData(nameof(Rejected))]
    public void PolicyFile_WithOneFault_IsRefusedForItAtItsPlace(string name)
    {
        byte[] bytes = RepositoryFiles.Read("policies", "rejected", name);
        Match expected = Expectation().Match(Encoding.UTF8.GetString(bytes));
        Assert.True(expected.Success);
        PolicyReading reading = SharingPolicyReader.Read(bytes, name);
        Assert.Null(reading.Policy);
        PolicyDiagnostic found = Assert.Single(reading.Diagnostics);
        Assert.Equal(
            (expected.Groups[1].Value, expected.Groups[2].Value),
            (found.Code, string.Create(CultureInfo.InvariantCulture, $"{found.Line}:{found.Column}")));
        Assert.True(found.IsError);
        Assert.False(found.Message.EndsWith('.'));
    }

    [Fact]
    public void ErrorCodes_AllOfThem_HaveARejectedFile()
    {
        IEnumerable<string> codes = typeof(PolicyCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        HashSet<string> shown = [.. RepositoryFiles.NamesIn("*.yaml", "policies", "rejected")
            .Select(name => Expectation().Match(Encoding.UTF8.GetString(RepositoryFiles.Read("policies", "rejected", name))).Groups[1].Value)];
        Assert.Equal([], codes.Except(shown).Except(NotAsFiles).Except(Warnings));
    }

    [Fact]
    public void SpecificationPage_Codes_AreAllExplained()
    {
        string page = Encoding.UTF8.GetString(RepositoryFiles.Read("docs", "specs", "sharing-policy.md"));
        IEnumerable<string> codes = typeof(PolicyCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        Assert.Equal([], codes.Where(code => !page.Contains($"`{code}`", StringComparison.Ordinal)));
    }

    [Fact]
    public void Caf2013_ElectedMembers_AreInOnlyDuringTheirTerms()
    {
        PolicyAudience elected = PolicyText.Caf2013().Audiences["elected-members"];
        int On(DateOnly day) => elected.States.Count(s => s.First <= day && day <= s.Last);
        Assert.Equal(15, elected.States.Count);
        Assert.Equal(10, On(new DateOnly(2013, 6, 1)));
        Assert.Equal(10, On(new DateOnly(2014, 6, 1)));
    }

    [GeneratedRegex(@"\A# expect: ([a-z0-9-]+) ([0-9]+:[0-9]+)\n")]
    private static partial Regex Expectation();
}
