using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Broker.Policy.Tests.Schema;

/// <summary>The policy files of the tree as an editor reads them, and which of them a schema can judge.</summary>
internal static partial class SchemaFiles
{
    /// <summary>Codes of faults that are gone, or that no reader passes on, once a file is a tree of values.</summary>
    internal static readonly string[] OfTheText =
    [
        PolicyCodes.FileTooLarge, PolicyCodes.NotUtf8, PolicyCodes.ForbiddenCharacter, PolicyCodes.LineTooLong, PolicyCodes.YamlSyntax, PolicyCodes.YamlDepth,
        PolicyCodes.YamlAnchor, PolicyCodes.YamlTag, PolicyCodes.YamlDirective, PolicyCodes.YamlDocuments, PolicyCodes.TooManyFindings, PolicyCodes.DuplicateKey,
    ];

    /// <summary>Codes of faults of shape: the schema refuses the file too.</summary>
    internal static readonly string[] OfTheShape =
    [
        PolicyCodes.UnknownKey, PolicyCodes.MissingKey, PolicyCodes.WrongShape, PolicyCodes.TooMany, PolicyCodes.DuplicateItem, PolicyCodes.BadName,
        PolicyCodes.BadState, PolicyCodes.BadDate, PolicyCodes.BadNumber, PolicyCodes.BadDuration, PolicyCodes.BadText, PolicyCodes.BadWord,
        PolicyCodes.UnknownTable, PolicyCodes.AudienceKind, PolicyCodes.RuleKind, PolicyCodes.ConflictEmpty, PolicyCodes.RhoBelowFinal,
        PolicyCodes.FloorSources, PolicyCodes.FloorOrganisations, PolicyCodes.FloorRho, PolicyCodes.FloorOrganisationCap, PolicyCodes.FloorPlace,
        PolicyCodes.FloorDate, PolicyCodes.FloorSourcePart, PolicyCodes.FloorCustody,
    ];

    /// <summary>Codes of faults of meaning: only the reader finds them.</summary>
    internal static readonly string[] OfTheMeaning =
    [
        PolicyCodes.UnknownPurpose, PolicyCodes.UnknownAudience, PolicyCodes.UnknownTier, PolicyCodes.AmbiguousName, PolicyCodes.TermWithoutState,
        PolicyCodes.ConflictWithoutForbid, PolicyCodes.ForbidPublic, PolicyCodes.PublicFirst, PolicyCodes.MarkingAudience, PolicyCodes.MarkingOrder,
        PolicyCodes.OnwardAudience, PolicyCodes.NoiseBase, PolicyCodes.FloorHardFloor, PolicyCodes.FloorNoiseOrder, PolicyCodes.FloorThresholdOrder,
    ];

    /// <summary>Faults of a code of the shape that no pattern sees: days that no month has, terms that end before they begin, a seventh decimal.</summary>
    internal static readonly string[] PastThePatterns = ["bad-rho.yaml", "no-such-day.yaml", "term-backwards.yaml"];

    internal static IEnumerable<string> Good => RepositoryFiles.NamesIn("*.yaml", "policies").Where(name => !name.EndsWith(".tests.yaml", StringComparison.Ordinal));

    internal static IEnumerable<string> Rejected => RepositoryFiles.NamesIn("*.yaml", "policies", "rejected");

    internal static string Text(params string[] path) => Encoding.UTF8.GetString(RepositoryFiles.Read(["policies", .. path]));

    /// <summary>The code that a rejected file's first line names.</summary>
    internal static string Code(string text) => Expectation().Match(text).Groups[1].Value;

    /// <summary>Every file that can be judged, with what is to come out.</summary>
    internal static IEnumerable<(string Name, JsonNode Value, bool IsGood)> Judged()
    {
        foreach (string name in Good)
        {
            yield return (name, YamlAsJson.Read(Text(name))!, true);
        }

        foreach (string name in Rejected)
        {
            string text = Text("rejected", name);
            if (!OfTheText.Contains(Code(text)) && YamlAsJson.Read(text) is { } value)
            {
                yield return (name, value, OfTheMeaning.Contains(Code(text)) || PastThePatterns.Contains(name));
            }
        }
    }

    [GeneratedRegex(@"\A# expect: ([a-z0-9-]+) [0-9]+:[0-9]+\n")]
    private static partial Regex Expectation();
}
