using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace Broker.Policy.Tests.Schema;

/// <summary>
/// A file of YAML as editors see it, by the core schema of YAML 1.2: plain scalars that look like numbers and truth
/// values are such. Null for what no reader of YAML takes.
/// </summary>
internal static partial class YamlAsJson
{
    internal static JsonNode? Read(string text)
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(text));
            return stream.Documents is [YamlDocument document] ? Node(document.RootNode) : null;
        }
        catch (Exception error) when (error is YamlException or ArgumentException or InvalidOperationException or NullReferenceException or IndexOutOfRangeException)
        {
            // The last three are faults of the library at some broken files, as the reader knows them.
            return null;
        }
    }

    private static JsonNode? Node(YamlNode node) => node switch
    {
        YamlMappingNode mapping => new JsonObject(mapping.Select(entry => KeyValuePair.Create(((YamlScalarNode)entry.Key).Value!, Node(entry.Value)))),
        YamlSequenceNode sequence => new JsonArray([.. sequence.Select(Node)]),
        YamlScalarNode { Style: ScalarStyle.Plain, Value: var plain } => Plain(plain!),
        YamlScalarNode scalar => scalar.Value,
        _ => throw new NotSupportedException("a node that is neither mapping, list nor value"),
    };

    private static JsonNode? Plain(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => null,
        "true" or "True" or "TRUE" => true,
        "false" or "False" or "FALSE" => false,
        _ when Number().IsMatch(text) => decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture),
        _ => text,
    };

    [GeneratedRegex(@"\A[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]{1,2})?\z")]
    private static partial Regex Number();
}
