using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;
using Broker.Policy.Reading;

namespace Broker.Policy.Schema;

/// <summary>Writes the JSON Schema of a file from the grammar of its top mapping: each mapping and each form of value is a definition.</summary>
internal sealed class SchemaWriter
{
    private const string Dialect = "https://json-schema.org/draft/2020-12/schema";

    private static readonly JsonWriterOptions Options = new()
    {
        Indented = true,
        NewLine = "\n",

        // The file is read by people too: a plus sign stays one. It is never put into a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Utf8JsonWriter _json;
    private readonly List<Grammar> _mappings = [];
    private readonly SortedSet<ScalarKind> _forms = [];

    private SchemaWriter(Utf8JsonWriter json) => _json = json;

    internal static byte[] Write(Grammar file)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(bytes, Options))
        {
            new SchemaWriter(json).WriteFile(file);
        }

        return [.. bytes.WrittenSpan, (byte)'\n'];
    }

    private void WriteFile(Grammar file)
    {
        Collect(new MappingValue(file));
        _json.WriteStartObject();
        _json.WriteString("$schema", Dialect);
        _json.WriteString("title", file.What);
        WriteMapping(file);
        _json.WriteStartObject("$defs");
        foreach (ScalarKind form in _forms)
        {
            SchemaForms.Write(_json, form);
        }

        foreach (Grammar mapping in _mappings.Where(mapping => mapping != file))
        {
            _json.WriteStartObject(mapping.Id);
            WriteMapping(mapping);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        _json.WriteEndObject();
    }

    // The definitions that a value refers to, in the order in which they are first met.
    private void Collect(GrammarValue value)
    {
        switch (value)
        {
            case ScalarValue scalar:
                _forms.Add(scalar.Kind);
                break;
            case ListValue list:
                Collect(list.Item);
                break;
            case NamedValue named:
                _forms.Add(ScalarKind.Name);
                Collect(named.Item);
                break;
            case ByStateValue byState:
                _forms.Add(ScalarKind.State);
                Collect(byState.Item);
                break;
            case EitherValue either:
                either.Ways.ToList().ForEach(Collect);
                break;
            case MappingValue { Grammar: var grammar } when !_mappings.Contains(grammar):
                _mappings.Add(grammar);
                grammar.Keys.ToList().ForEach(key => Collect(key.Value));
                break;
        }
    }

    private void WriteMapping(Grammar grammar)
    {
        _json.WriteString("description", grammar.Description);
        _json.WriteString("type", "object");
        _json.WriteStartObject("properties");
        foreach (GrammarKey key in grammar.Keys)
        {
            _json.WriteStartObject(key.Name);
            _json.WriteString("description", key.Description);
            WriteValue(key.Value);
            _json.WriteEndObject();
        }

        _json.WriteEndObject();
        WriteNames("required", grammar.Keys.Where(key => key.IsRequired).Select(key => key.Name));
        _json.WriteBoolean("additionalProperties", false);
        WriteChoice("oneOf", grammar.ExactlyOne);
        WriteChoice("anyOf", grammar.AtLeastOne);
        WriteCompanions(grammar);
    }

    private void WriteChoice(string keyword, IReadOnlyList<string> keys)
    {
        if (keys.Count == 0)
        {
            return;
        }

        _json.WriteStartArray(keyword);
        foreach (string key in keys)
        {
            _json.WriteStartObject();
            WriteNames("required", [key]);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteCompanions(Grammar grammar)
    {
        GrammarKey[] bound = [.. grammar.Keys.Where(key => key.Needs is not null || key.Excludes is not null)];
        if (bound.Length == 0)
        {
            return;
        }

        _json.WriteStartObject("dependentSchemas");
        foreach (GrammarKey key in bound)
        {
            _json.WriteStartObject(key.Name);
            if (key.Needs is { } needed)
            {
                WriteNames("required", [needed]);
            }

            if (key.Excludes is { } other)
            {
                _json.WriteStartObject("not");
                WriteNames("required", [other]);
                _json.WriteEndObject();
            }

            _json.WriteEndObject();
        }

        _json.WriteEndObject();
    }

    private void WriteValue(GrammarValue value)
    {
        switch (value)
        {
            case ScalarValue scalar:
                WriteReference(SchemaForms.Id(scalar.Kind));
                break;
            case MappingValue mapping:
                WriteReference(mapping.Grammar.Id);
                break;
            case WordValue word:
                SchemaForms.WriteWords(_json, word);
                break;
            case WholeValue whole:
                _json.WriteString("type", "integer");
                _json.WriteNumber("minimum", Math.Max(whole.Least, whole.Floor?.Least ?? whole.Least));
                _json.WriteNumber("maximum", Math.Min(whole.Most, whole.Floor?.Most ?? whole.Most));
                break;
            case ListValue list:
                WriteList(list);
                break;
            case NamedValue named:
                WriteEntries(ScalarKind.Name, named.Item, named.Most);
                break;
            case ByStateValue byState:
                WriteEntries(ScalarKind.State, byState.Item, most: null);
                break;
            case EitherValue either:
                WriteWays(either);
                break;
            default:
                throw new InvalidOperationException("a value of the grammar has no schema");
        }
    }

    private void WriteList(ListValue list)
    {
        _json.WriteString("type", "array");
        if (!list.MayBeEmpty)
        {
            _json.WriteNumber("minItems", 1);
        }

        _json.WriteNumber("maxItems", list.Most);

        // Two rules, or two conflicts, may be the same; it is names, states and words that stand once.
        if (list.Item is ScalarValue or WordValue)
        {
            _json.WriteBoolean("uniqueItems", true);
        }

        _json.WriteStartObject("items");
        WriteValue(list.Item);
        _json.WriteEndObject();
    }

    // A mapping from names is never empty, one from states may be.
    private void WriteEntries(ScalarKind key, GrammarValue item, int? most)
    {
        _json.WriteString("type", "object");
        if (most is { } bound)
        {
            _json.WriteNumber("minProperties", 1);
            _json.WriteNumber("maxProperties", bound);
        }

        _json.WriteStartObject("propertyNames");
        WriteReference(SchemaForms.Id(key));
        _json.WriteEndObject();
        _json.WriteStartObject("additionalProperties");
        WriteValue(item);
        _json.WriteEndObject();
    }

    private void WriteWays(EitherValue either)
    {
        _json.WriteStartArray("oneOf");
        foreach (GrammarValue way in either.Ways)
        {
            _json.WriteStartObject();
            WriteValue(way);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
    }

    private void WriteReference(string id) => _json.WriteString("$ref", $"#/$defs/{id}");

    private void WriteNames(string keyword, IEnumerable<string> names)
    {
        string[] all = [.. names];
        if (all.Length == 0)
        {
            return;
        }

        _json.WriteStartArray(keyword);
        foreach (string name in all)
        {
            _json.WriteStringValue(name);
        }

        _json.WriteEndArray();
    }
}
