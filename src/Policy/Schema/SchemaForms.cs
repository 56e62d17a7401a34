using System.Text.Json;
using Broker.Policy.Reading;

namespace Broker.Policy.Schema;

/// <summary>The definitions of the forms of single values.</summary>
/// <remarks>Patterns are of ECMA-262, as JSON Schema has them, and of what other dialects read alike.</remarks>
internal static class SchemaForms
{
    private const string Day = "[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])";

    internal static string Id(ScalarKind form) => form switch
    {
        ScalarKind.Name => "name",
        ScalarKind.State => "state",
        ScalarKind.Text => "text",
        ScalarKind.Reason => "reason",
        ScalarKind.Date => "date",
        ScalarKind.Term => "term",
        ScalarKind.Days => "days",
        ScalarKind.Rho => "rho",
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    internal static void Write(Utf8JsonWriter json, ScalarKind form)
    {
        json.WriteStartObject(Id(form));
        json.WriteString("description", Description(form));
        switch (form)
        {
            case ScalarKind.State:
                WriteChoices(json, StateCodes.All.Order(StringComparer.Ordinal));
                break;
            case ScalarKind.Rho:
                json.WriteString("type", "number");
                json.WriteNumber("minimum", (decimal)PolicyFloors.DearestFinal.Numerator / PolicyFloors.DearestFinal.Denominator);
                json.WriteNumber("maximum", PolicyFloors.YearlyRho);
                break;
            default:
                json.WriteString("type", "string");
                WriteLength(json, form);
                json.WriteString("pattern", Pattern(form));
                break;
        }

        json.WriteEndObject();
    }

    /// <summary>A closed list of words. A reader of YAML for editors makes a truth value of a plain true.</summary>
    internal static void WriteWords(Utf8JsonWriter json, WordValue word)
    {
        if (word.Words is ["true"])
        {
            json.WriteBoolean("const", true);
        }
        else if (word.Words is [var only])
        {
            json.WriteString("const", only);
        }
        else
        {
            WriteChoices(json, word.Words);
        }
    }

    private static void WriteChoices(Utf8JsonWriter json, IEnumerable<string> words)
    {
        json.WriteStartArray("enum");
        foreach (string word in words)
        {
            json.WriteStringValue(word);
        }

        json.WriteEndArray();
    }

    private static void WriteLength(Utf8JsonWriter json, ScalarKind form)
    {
        int? most = form switch
        {
            ScalarKind.Name => PolicyVocabulary.LongestName,
            ScalarKind.Text or ScalarKind.Reason => PolicyLimits.TextLength,
            _ => null,
        };
        if (most is { } length)
        {
            json.WriteNumber("maxLength", length);
        }
    }

    private static string Pattern(ScalarKind form) => form switch
    {
        ScalarKind.Name => $"^(?!(?:{string.Join('|', PolicyVocabulary.ReservedNames)})$)[a-z][a-z0-9]*(?:-[a-z0-9]+)*$",
        ScalarKind.Text => @"^\S(?:.*\S)?$",
        ScalarKind.Reason => @"^(?:\S.*)?[^\s.]$",
        ScalarKind.Date => $"^{Day}$",
        ScalarKind.Term => $"^{Day}/{Day}$",
        ScalarKind.Days => "^(?:0|[1-9][0-9]{0,3})d$",
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };

    private static string Description(ScalarKind form) => form switch
    {
        ScalarKind.Name => "A name: a-z, 0-9 and single hyphens, a letter first, at most 40, no word of the grammar.",
        ScalarKind.State => "A state, as three letters of ISO 3166-1 (or XKK).",
        ScalarKind.Text => "A text of one line, at most 300 characters.",
        ScalarKind.Reason => "A reason of one line, at most 300 characters, without a full stop.",
        ScalarKind.Date => "A day, yyyy-mm-dd.",
        ScalarKind.Term => "A first and a last day, both included: yyyy-mm-dd/yyyy-mm-dd.",
        ScalarKind.Days => "A number of days, as 28d, at most 3650d.",
        ScalarKind.Rho => "A decimal of at most six places, from what the dearest final costs a source to the floor of the broker.",
        _ => throw new ArgumentOutOfRangeException(nameof(form)),
    };
}
