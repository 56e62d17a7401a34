namespace Broker.Policy.Reading;

/// <summary>Reads which tables a tier sees: the word `all`, or a list of `group/vintage`.</summary>
internal static class TableNames
{
    // Not tables at all; named here so that the refusal says which floor it is that stands in the way.
    private static readonly string[] SourceParts = ["source", "sources", "source-part", "source-parts"];
    private static readonly string[] FinerPlaces = ["admin3", "admin4", "place", "places", "village", "point", "coordinates"];
    private static readonly string[] FinerDates = ["day", "daily", "hour", "hourly", "date", "exact"];

    internal static IReadOnlyList<string> Read(YamlNode? node, Findings findings)
    {
        if (node is YamlScalar)
        {
            return Scalars.One(node, TierGrammar.AllTables, findings) is null ? [] : PolicyVocabulary.Tables;
        }

        return Lists.Values(node, TierGrammar.Tables, findings, item => ReadOne(item, findings));
    }

    private static string? ReadOne(YamlNode item, Findings findings)
    {
        if (Scalars.Read(item, findings, PolicyCodes.UnknownTable, _ => true, string.Empty) is not { } table)
        {
            return null;
        }

        if (PolicyVocabulary.Tables.Contains(table))
        {
            return table;
        }

        string[] parts = table.Split('/');
        (string code, string message) = SourceParts.Contains(parts[0]) ? (PolicyCodes.FloorSourcePart, "a source part never leaves")
            : FinerPlaces.Contains(parts[0]) ? (PolicyCodes.FloorPlace, "no place finer than admin2 leaves")
            : FinerDates.Contains(parts[^1]) ? (PolicyCodes.FloorDate, "no date finer than a week leaves")
            : (PolicyCodes.UnknownTable, $"{Findings.Quote(table)} is not a table, which are {string.Join(", ", PolicyVocabulary.Tables)}");
        findings.Error(item, code, message);
        return null;
    }
}
