using System.Reflection;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Broker.Policy.Tests.Schema;

/// <summary>The schema for editors says no more than the reader does, and all of its shape. BROKER_WRITE_SCHEMA=1 writes it anew.</summary>
public sealed class PolicySchemaTests
{
    private const string Variable = "BROKER_WRITE_SCHEMA";
    private static readonly string[] Warnings =
    [
        PolicyCodes.AudienceInConflict, PolicyCodes.RuleWithoutEffect, PolicyCodes.TierNeverPermitted,
        PolicyCodes.TableOrder, PolicyCodes.DelayOrder, PolicyCodes.ConflictTooLate, PolicyCodes.RuleUnreachable,
    ];

    private static readonly JsonElement Schema = JsonDocument.Parse(PolicySchema.Write()).RootElement;

    [Theory]
    [InlineData("sharing-policy.schema.json")]
    [InlineData("sharing-policy-tests.schema.json")]
    public void CommittedSchema_OfTheTree_IsWhatTheReadersTablesGive(string file)
    {
        byte[] written = file.Contains("tests", StringComparison.Ordinal) ? PolicySchema.WriteOfTests() : PolicySchema.Write();
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            File.WriteAllBytes(RepositoryFiles.PathOf("policies", file), written);
        }

        Assert.Equal(Encoding.UTF8.GetString(RepositoryFiles.Read("policies", file)), Encoding.UTF8.GetString(written));
    }

    // The files of tests of the tree, and a fault of each kind of shape.
    [Theory]
    [InlineData("", "", true)]
    [InlineData("expect: permit", "expect: maybe", false)]
    [InlineData("    purpose: early-warning\n", "", false)]
    [InlineData("    purpose: early-warning\n", "    purpose: early-warning\n    colour: red\n", false)]
    [InlineData("state: LUX", "state: lux", false)]
    [InlineData("on: 2014-02-24", "on: today", false)]
    public void FileOfTests_OfTheTree_IsJudgedByItsShape(string old, string now, bool isGood)
    {
        var validator = new SmallValidator(JsonDocument.Parse(PolicySchema.WriteOfTests()).RootElement);
        foreach (string name in RepositoryFiles.NamesIn("*.tests.yaml", "policies"))
        {
            string text = SchemaFiles.Text(name);
            Assert.Contains(old, text, StringComparison.Ordinal);
            Assert.Equal(isGood, Accepts(validator, YamlAsJson.Read(old.Length == 0 ? text : text.Replace(old, now, StringComparison.Ordinal))!));
        }
    }

    [Fact]
    public void EveryFile_OfTheTree_IsJudgedByItsShape()
    {
        var validator = new SmallValidator(Schema);
        Assert.All(SchemaFiles.Judged(), file => Assert.True(Accepts(validator, file.Value) == file.IsGood, file.Name));
        Assert.True(SchemaFiles.Judged().Count(file => !file.IsGood) > 40);
    }

    // A file that no reader of YAML takes, or whose fault is in its text, is the only one left out.
    [Fact]
    public void EveryFile_ThatIsNotJudged_HasAFaultOfItsText()
    {
        string[] judged = [.. SchemaFiles.Judged().Select(file => file.Name)];
        Assert.All(
            SchemaFiles.Rejected.Except(judged),
            name => Assert.Contains(SchemaFiles.Code(SchemaFiles.Text("rejected", name)), SchemaFiles.OfTheText));
    }

    [Fact]
    public void EveryErrorCode_IsOfTheTextTheShapeOrTheMeaning()
    {
        IEnumerable<string> errors = typeof(PolicyCodes).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!).Except(Warnings);
        Assert.Equal(errors.Order(StringComparer.Ordinal), SchemaFiles.OfTheText.Concat(SchemaFiles.OfTheShape).Concat(SchemaFiles.OfTheMeaning).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void GeneratedPolicies_ThatAreRead_AreOfTheSchema()
    {
        var validator = new SmallValidator(Schema);
        var policies = new GeneratedPolicies(new Dice("policies of the schema"));
        for (int i = 0; i < 300; i++)
        {
            Assert.True(Accepts(validator, YamlAsJson.Read(policies.Text())!));
        }
    }

    // Whatever a person changes in a policy: what the schema marks, the reader refuses.
    [Fact]
    public void ChangedPolicy_ThatTheReaderTakes_IsNeverMarkedByTheSchema()
    {
        var validator = new SmallValidator(Schema);
        var dice = new Dice("changed policies of the schema");
        string[] lines = SchemaFiles.Text("caf-2013.yaml").Split('\n');
        string[] words = [.. lines.SelectMany(line => line.Split([' ', ',', '[', ']', '{', '}'], StringSplitOptions.RemoveEmptyEntries)).Where(word => word[0] != '#')];
        int read = 0, marked = 0;
        for (int i = 0; i < 800; i++)
        {
            string text = Changed(lines, words, dice);
            bool isRead = PolicyText.Read(text).Policy is not null;
            bool isOfTheSchema = YamlAsJson.Read(text) is { } value && Accepts(validator, value);
            Assert.True(isOfTheSchema || !isRead, text);
            read += isRead ? 1 : 0;
            marked += isOfTheSchema ? 0 : 1;
        }

        Assert.InRange(read, 80, 720);
        Assert.InRange(marked, 80, 720);
    }

    [Fact]
    public void Validator_OfAnUnknownKeyword_Throws()
    {
        using JsonDocument schema = JsonDocument.Parse("""{ "contains": {} }""");
        using JsonDocument value = JsonDocument.Parse("[]");
        Assert.Throws<NotSupportedException>(() => new SmallValidator(schema.RootElement).Accepts(value.RootElement));
    }

    private static bool Accepts(SmallValidator validator, JsonNode value) => validator.Accepts(JsonSerializer.SerializeToElement(value));

    // A line goes, comes twice, or one of its words becomes another word of the file.
    private static string Changed(string[] original, string[] words, Dice dice)
    {
        List<string> lines = [.. original];
        int at = dice.Below(lines.Count);
        switch (dice.Below(4))
        {
            case 0:
                lines.RemoveAt(at);
                break;
            case 1:
                lines.Insert(dice.Below(lines.Count), lines[at]);
                break;
            default:
                string[] here = lines[at].Split(' ');
                int which = dice.Below(here.Length);
                here[which] = here[which].Length == 0 ? string.Empty : dice.Of(words);
                lines[at] = string.Join(' ', here);
                break;
        }

        return string.Join('\n', lines);
    }
}
