using System.Text;
using Broker.Policy.Reading;

namespace Broker.Policy.Tests;

/// <summary>A key that the reader does not know never loads, in whichever mapping of whichever good file it is put.</summary>
public sealed class UnknownKeyTests
{
    // No name either: in a mapping from names, as the tiers, any name is a known key.
    private const string Key = "Unknown_Key";

    private static readonly string[] OfNames = [PolicyCodes.BadName, PolicyCodes.BadState, PolicyCodes.TermWithoutState];

    public static TheoryData<string> Files => [.. RepositoryFiles.NamesIn("*.yaml", "policies").Where(name => !name.EndsWith(".tests.yaml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void UnknownKey_InEachMappingOfAGoodFile_IsAnErrorAtItsPlace(string name)
    {
        string text = Encoding.UTF8.GetString(RepositoryFiles.Read("policies", name));
        List<YamlMapping> mappings = [.. Mappings(YamlTree.Read(text, new Findings(name))!)];
        Assert.True(mappings.Count > 20);
        int fixedKeys = 0;
        foreach (YamlMapping mapping in mappings)
        {
            int column = Insert(text, mapping, out string changed);
            PolicyReading reading = SharingPolicyReader.Read(Encoding.UTF8.GetBytes(changed), name);
            Assert.Null(reading.Policy);
            Assert.Null(reading.Faulty);
            PolicyDiagnostic error = Assert.Single(reading.Diagnostics, found => found.IsError && (found.Line, found.Column) == (mapping.Line, column));
            Assert.Contains(error.Code, (string[])[PolicyCodes.UnknownKey, .. OfNames]);
            fixedKeys += error.Code == PolicyCodes.UnknownKey ? 1 : 0;
        }

        // The file, its audiences, conflicts, tiers, thresholds, rules and conditions, custody and its parts.
        Assert.True(fixedKeys > mappings.Count / 2, $"{fixedKeys} of {mappings.Count}");
    }

    /// <summary>Puts the key first in the mapping; the column of the key.</summary>
    private static int Insert(string text, YamlMapping mapping, out string changed)
    {
        string[] lines = text.Split('\n');
        string line = lines[mapping.Line - 1];
        int at = mapping.Column - 1;
        bool isFlow = line[at] == '{';
        lines[mapping.Line - 1] = isFlow
            ? line.Insert(at + 1, $" {Key}: x,")
            : line.Insert(at, $"{Key}: x\n{new string(' ', at)}");
        changed = string.Join('\n', lines);
        return isFlow ? mapping.Column + 2 : mapping.Column;
    }

    private static IEnumerable<YamlMapping> Mappings(YamlNode node) => node switch
    {
        YamlMapping mapping => mapping.Entries.SelectMany(entry => Mappings(entry.Value)).Prepend(mapping),
        YamlSequence sequence => sequence.Items.SelectMany(Mappings),
        _ => [],
    };
}
