using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Broker.Policy.Tests.Schema;

/// <summary>
/// A validator of JSON Schema, draft 2020-12, for exactly the keywords that the schema of policies uses: another one is
/// a fault of the schema or of this file, and throws. Written for the tests, straight from the specification's text.
/// </summary>
internal sealed class SmallValidator(JsonElement root)
{
    private static readonly string[] Annotations = ["$schema", "title", "description", "$defs"];

    internal bool Accepts(JsonElement value) => Accepts(root, value);

    private bool Accepts(JsonElement schema, JsonElement value)
    {
        foreach (JsonProperty keyword in schema.EnumerateObject())
        {
            if (!Annotations.Contains(keyword.Name) && !Holds(keyword, schema, value))
            {
                return false;
            }
        }

        return true;
    }

    private bool Holds(JsonProperty keyword, JsonElement schema, JsonElement value) => keyword.Name switch
    {
        "$ref" => Accepts(Definition(keyword.Value.GetString()!), value),
        "not" => !Accepts(keyword.Value, value),
        "oneOf" => keyword.Value.EnumerateArray().Count(way => Accepts(way, value)) == 1,
        "anyOf" => keyword.Value.EnumerateArray().Any(way => Accepts(way, value)),
        "const" => JsonElement.DeepEquals(keyword.Value, value),
        "enum" => keyword.Value.EnumerateArray().Any(choice => JsonElement.DeepEquals(choice, value)),
        "type" => IsOf(keyword.Value.GetString()!, value),
        _ => value.ValueKind switch
        {
            JsonValueKind.Object => HoldsOfObject(keyword, schema, value),
            JsonValueKind.Array => HoldsOfArray(keyword, value),
            JsonValueKind.String => HoldsOfString(keyword, value.GetString()!),
            JsonValueKind.Number => HoldsOfNumber(keyword, value.GetDecimal()),
            _ => IsKnown(keyword.Name),
        },
    };

    private bool HoldsOfObject(JsonProperty keyword, JsonElement schema, JsonElement value) => keyword.Name switch
    {
        "properties" => value.EnumerateObject().All(member => !keyword.Value.TryGetProperty(member.Name, out JsonElement of) || Accepts(of, member.Value)),
        "required" => keyword.Value.EnumerateArray().All(name => value.TryGetProperty(name.GetString()!, out _)),
        "additionalProperties" => value.EnumerateObject().Where(member => !IsListed(schema, member.Name)).All(member => AcceptsOrFlag(keyword.Value, member.Value)),
        "propertyNames" => value.EnumerateObject().All(member => Accepts(keyword.Value, JsonSerializer.SerializeToElement(member.Name))),
        "dependentSchemas" => keyword.Value.EnumerateObject().All(key => !value.TryGetProperty(key.Name, out _) || Accepts(key.Value, value)),
        "minProperties" => value.GetPropertyCount() >= keyword.Value.GetInt32(),
        "maxProperties" => value.GetPropertyCount() <= keyword.Value.GetInt32(),
        _ => IsKnown(keyword.Name),
    };

    private bool HoldsOfArray(JsonProperty keyword, JsonElement value) => keyword.Name switch
    {
        "items" => value.EnumerateArray().All(item => Accepts(keyword.Value, item)),
        "minItems" => value.GetArrayLength() >= keyword.Value.GetInt32(),
        "maxItems" => value.GetArrayLength() <= keyword.Value.GetInt32(),
        "uniqueItems" => !keyword.Value.GetBoolean() || value.EnumerateArray().DistinctBy(item => item.GetRawText()).Count() == value.GetArrayLength(),
        _ => IsKnown(keyword.Name),
    };

    private static bool HoldsOfString(JsonProperty keyword, string value) => keyword.Name switch
    {
        "pattern" => Regex.IsMatch(value, keyword.Value.GetString()!, RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1)) && !value.EndsWith('\n'),
        "maxLength" => value.EnumerateRunes().Count() <= keyword.Value.GetInt32(),
        _ => IsKnown(keyword.Name),
    };

    private static bool HoldsOfNumber(JsonProperty keyword, decimal value) => keyword.Name switch
    {
        "minimum" => value >= keyword.Value.GetDecimal(),
        "maximum" => value <= keyword.Value.GetDecimal(),
        _ => IsKnown(keyword.Name),
    };

    // A keyword of another type of value says nothing of this one.
    private static bool IsKnown(string keyword) => keyword is
        "properties" or "required" or "additionalProperties" or "propertyNames" or "dependentSchemas" or "minProperties" or "maxProperties"
        or "items" or "minItems" or "maxItems" or "uniqueItems" or "pattern" or "maxLength" or "minimum" or "maximum"
        ? true
        : throw new NotSupportedException($"keyword `{keyword}` is not known to this validator");

    private static bool IsListed(JsonElement schema, string name) =>
        schema.TryGetProperty("properties", out JsonElement properties) && properties.TryGetProperty(name, out _);

    private bool AcceptsOrFlag(JsonElement schema, JsonElement value) => schema.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => Accepts(schema, value),
    };

    private static bool IsOf(string type, JsonElement value) => type switch
    {
        "object" => value.ValueKind == JsonValueKind.Object,
        "array" => value.ValueKind == JsonValueKind.Array,
        "string" => value.ValueKind == JsonValueKind.String,
        "number" => value.ValueKind == JsonValueKind.Number,
        "integer" => value.ValueKind == JsonValueKind.Number && value.GetDecimal() == decimal.Truncate(value.GetDecimal()),
        _ => throw new NotSupportedException($"type `{type}` is not known to this validator"),
    };

    private JsonElement Definition(string reference)
    {
        const string Prefix = "#/$defs/";
        return reference.StartsWith(Prefix, StringComparison.Ordinal)
            ? root.GetProperty("$defs").GetProperty(reference[Prefix.Length..])
            : throw new NotSupportedException("a reference leads out of the schema");
    }
}
