using System.Text.Json;
using System.Xml;
using System.Xml.Linq;
using System.Xml.Schema;
using Broker.Cli;

namespace Broker.Tests.Cli;

/// <summary>The JSON and JUnit documents of the policy tools: one document each, of the documented keys, whatever the answer.</summary>
public sealed class PolicyFormatTests : IDisposable
{
    // The form that runners of tests agree on, as far as we write it.
    private const string JunitSchema = """
        <xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified">
          <xs:attributeGroup name="counts">
            <xs:attribute name="name" type="xs:string" use="required"/>
            <xs:attribute name="tests" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="failures" type="xs:nonNegativeInteger" use="required"/>
            <xs:attribute name="errors" type="xs:nonNegativeInteger" use="required"/>
          </xs:attributeGroup>
          <xs:element name="testsuites"><xs:complexType>
            <xs:sequence><xs:element name="testsuite" maxOccurs="unbounded"><xs:complexType>
              <xs:sequence><xs:element name="testcase" maxOccurs="unbounded"><xs:complexType>
                <xs:sequence><xs:element name="failure" minOccurs="0"><xs:complexType>
                  <xs:attribute name="type" use="required"><xs:simpleType><xs:restriction base="xs:string"><xs:pattern value="[a-z0-9\-]+"/></xs:restriction></xs:simpleType></xs:attribute>
                  <xs:attribute name="message" type="xs:string" use="required"/>
                </xs:complexType></xs:element></xs:sequence>
                <xs:attribute name="classname" type="xs:string" use="required"/>
                <xs:attribute name="name" type="xs:string" use="required"/>
              </xs:complexType></xs:element></xs:sequence>
              <xs:attributeGroup ref="counts"/>
            </xs:complexType></xs:element></xs:sequence>
            <xs:attributeGroup ref="counts"/>
          </xs:complexType></xs:element>
        </xs:schema>
        """;

    private static readonly CommandRun Nowhere = new(() => throw new InvalidOperationException("nothing of this asks a broker"));
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("policy-lint/1", "kind file policy revision good findings")]
    [InlineData("policy-test/1", "kind file testsFile policy revision passed failed tests")]
    [InlineData("policy-coverage/1", "kind file testsFile policy revision covered total points")]
    [InlineData("policy-explain/1", "kind file policy revision request permitted decision isExplicit sentence rules nearMisses missingFacts illFormed")]
    [InlineData("policy-prove/1", "kind file testsFile against policy revision classes tooLarge holds findings claims")]
    [InlineData("policy-diff/1", "kind earlier later classes tooLarge changes tiers records")]
    [InlineData("policy-replay/1", "kind file against requests policy revision replayed changed elsewhere changes")]
    public async Task Json_OfEachTool_IsOneDocumentOfItsKeys(string kind, string keys)
    {
        var page = await File.ReadAllTextAsync(Path.Combine(Repository.Root, "docs", "specs", "sharing-policy.md"));
        Assert.Contains($"`{kind}`", page, StringComparison.Ordinal);
        Assert.All(keys.Split(' ').Skip(1), key => Assert.Contains($"`{key}`", page, StringComparison.Ordinal));
        foreach (var good in new[] { true, false })
        {
            var (code, output, error) = await Nowhere.RunAsync([.. Arguments(kind["policy-".Length..^2], good), "--format", "json"]);
            Assert.Equal((good ? ExitCodes.Ok : ExitCodes.No, string.Empty), (code, error));
            using var document = JsonDocument.Parse(output);
            Assert.Equal(keys.Split(' '), document.RootElement.EnumerateObject().Select(property => property.Name));
            Assert.Equal(kind, document.RootElement.GetProperty("kind").GetString());
            Assert.EndsWith("}\n", output, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Json_OfACounterexample_HoldsTheRequestAndTheDecision()
    {
        var (_, output, _) = await Nowhere.RunAsync([.. Arguments("prove", good: false), "--format", "json"]);
        using var document = JsonDocument.Parse(output);
        var claim = document.RootElement.GetProperty("claims").EnumerateArray().Single(claim => !claim.GetProperty("holds").GetBoolean());
        Assert.Equal("conflict-states", claim.GetProperty("id").GetString());
        var counterexample = claim.GetProperty("counterexample");
        Assert.Equal(["state", "organisation", "role", "actors", "tier", "purpose", "on"], counterexample.GetProperty("request").EnumerateObject().Select(property => property.Name));
        Assert.True(counterexample.GetProperty("decision").GetProperty("permitted").GetBoolean());
        Assert.Equal("conflict-without-forbid", document.RootElement.GetProperty("findings")[0].GetProperty("code").GetString());
        Assert.Equal(JsonValueKind.Null, document.RootElement.GetProperty("policy").ValueKind);
    }

    [Fact]
    public async Task Json_OfAFileWithErrors_IsTheDocumentOfLint()
    {
        var (code, output, _) = await Nowhere.RunAsync("policy", "explain", folder.Write("bad.yaml", "sharing-policy: X\n"), "--tier", "a", "--purpose", "b", "--format", "json");
        using var document = JsonDocument.Parse(output);
        Assert.Equal((ExitCodes.No, "policy-lint/1", false), (code, document.RootElement.GetProperty("kind").GetString(), document.RootElement.GetProperty("good").GetBoolean()));
        var finding = document.RootElement.GetProperty("findings").EnumerateArray().Single(finding => finding.GetProperty("code").GetString() == "bad-name");
        Assert.Equal((1, 17, "error"), (finding.GetProperty("line").GetInt32(), finding.GetProperty("column").GetInt32(), finding.GetProperty("severity").GetString()));
    }

    [Theory]
    [InlineData("lint")]
    [InlineData("test")]
    [InlineData("coverage")]
    [InlineData("prove")]
    [InlineData("replay")]
    public async Task Junit_OfEachToolWithCases_FollowsTheSchemaAndCountsWhatItHolds(string tool)
    {
        foreach (var good in new[] { true, false })
        {
            var (code, output, error) = await Nowhere.RunAsync([.. Arguments(tool, good), "--format", "junit"]);
            Assert.Equal((good ? ExitCodes.Ok : ExitCodes.No, string.Empty), (code, error));
            var suites = Valid(output);
            var (cases, failures) = (suites.Descendants("testcase").Count(), suites.Descendants("failure").Count());
            Assert.Equal((cases, failures), ((int)suites.Attribute("tests")!, (int)suites.Attribute("failures")!));
            Assert.Equal(good, failures == 0);
            Assert.True(cases > 0);
        }
    }

    [Fact]
    public void Junit_OfCharactersThatXmlDoesNotTake_IsStillADocument()
    {
        var text = JunitXml.Write(new JunitSuite("a \u0001 & <b>", [new JunitCase("x\uffff", "y\ud83d\ude00\ud800", "code", "\"'<>&")]));
        var one = Valid(text).Descendants("testcase").Single();
        Assert.Equal(("x\ufffd", "y\ud83d\ude00\ufffd", "\"'<>&"), ((string)one.Attribute("classname")!, (string)one.Attribute("name")!, (string)one.Element("failure")!.Attribute("message")!));
    }

    [Fact]
    public void Junit_WithAnElementTooMany_FailsTheSchema() =>
        Assert.Throws<XmlSchemaValidationException>(() => Valid("<testsuites name=\"a\" tests=\"0\" failures=\"0\" errors=\"0\"><other/></testsuites>"));

    private static XElement Valid(string text)
    {
        using StringReader schema = new(JunitSchema);
        using var reader = XmlReader.Create(schema);
        XmlSchemaSet schemas = new();
        schemas.Add(null, reader);
        var document = XDocument.Parse(text);
        document.Validate(schemas, null);
        return document.Root!;
    }

    private string[] Arguments(string tool, bool good)
    {
        var policy = File.ReadAllText(Path.Combine(Repository.Root, "policies", "template.yaml"));
        var tests = File.ReadAllText(Path.Combine(Repository.Root, "policies", "template.tests.yaml"));
        var file = folder.Write("template.yaml", good || tool is not ("lint" or "prove") ? policy : policy.Replace("{ affiliated-with: conflicts }", "{ states: [FRA] }", StringComparison.Ordinal));
        folder.Write("template.tests.yaml", good || tool is not ("test" or "coverage") ? tests : tests.Replace("kind: unknown-tier", "kind: lapsed", StringComparison.Ordinal));
        return tool switch
        {
            "explain" => ["policy", tool, file, "--state", good ? "LUX" : "CAF", "--role", "delegate", "--tier", "delegates-only", "--purpose", "early-warning", "--on", "2014-02-24"],
            "diff" => ["policy", tool, file, folder.Write("later.yaml", good ? policy : policy.Replace("role: delegate ", "role: minister ", StringComparison.Ordinal))],
            "replay" => ["policy", tool, file, "--requests", folder.Write("requests.jsonl", Requests(good))],
            _ => ["policy", tool, file],
        };
    }

    private static string Requests(bool permitted) =>
        "{\"format\":\"request-log/1\",\"entry\":1,\"day\":\"2014-02-24\",\"state\":\"LUX\",\"organisation\":null,\"role\":\"delegate\",\"actors\":[],\"tier\":\"delegates-only\",\"purpose\":\"early-warning\","
        + $"\"country\":\"CAF\",\"revision\":\"{new string('0', 64)}\",\"permitted\":{(permitted ? "true" : "false")},\"rule\":{(permitted ? "\"rule-1\"" : "null")}}}\n";
}
