using System.Globalization;
using System.Text.Json;

namespace Broker.Policy.Testing;

/// <summary>Reads the JSON of one line: every key, in the order of the format, each value of its kind.</summary>
internal ref struct LoggedRequestReader
{
    private Utf8JsonReader _json;
    private string? _fault;

    /// <summary>Null, or why the line is no request; the forms of the values are <see cref="LoggedRequestShape"/>'s matter.</summary>
    internal static string? Read(ReadOnlySpan<byte> line, out LoggedRequest? request)
    {
        request = null;
        try
        {
            var reader = new LoggedRequestReader { _json = new Utf8JsonReader(line, new JsonReaderOptions { MaxDepth = 3 }) };
            request = reader.ReadOne();
            return reader._fault;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: text that is not UTF-8, or half of a surrogate pair. Neither message is passed on: both quote.
            return "log-json";
        }
    }

    private LoggedRequest? ReadOne()
    {
        Expect(_json.Read() && _json.TokenType == JsonTokenType.StartObject, "log-json");
        Expect(Text("format") == RequestLog.Version, "log-version");
        long entry = Entry();
        DateOnly day = Day();
        var (state, organisation, role) = (Text("state"), Text("organisation"), Text("role"));
        List<string> actors = Actors();
        var (tier, purpose, country, revision) = (Given("tier"), Given("purpose"), Given("country"), Given("revision"));
        bool permitted = Permitted();
        string? rule = Text("rule");
        Expect(_fault is not null || (_json.Read() && _json.TokenType == JsonTokenType.EndObject && !_json.Read()), "log-keys");
        return _fault is null
            ? new LoggedRequest(entry, day, state, organisation, role, actors, tier, purpose, country, revision, permitted, rule)
            : null;
    }

    private bool Key(string name)
    {
        Expect(_fault is not null || (_json.Read() && _json.TokenType == JsonTokenType.PropertyName && _json.ValueTextEquals(name)), "log-keys");
        return _fault is null && _json.Read();
    }

    private string? Text(string name)
    {
        bool there = Key(name);
        Expect(!there || _json.TokenType is JsonTokenType.String or JsonTokenType.Null, "log-" + name);
        return _fault is null && there ? _json.GetString() : null;
    }

    private string Given(string name)
    {
        string? text = Text(name);
        Expect(text is not null, "log-" + name);
        return text ?? string.Empty;
    }

    private long Entry()
    {
        long entry = 0;
        Expect(!Key("entry") || (_json.TokenType == JsonTokenType.Number && _json.TryGetInt64(out entry)), "log-entry");
        return entry;
    }

    private DateOnly Day()
    {
        Expect(DateOnly.TryParseExact(Text("day"), RequestLog.DateFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly day), "log-day");
        return day;
    }

    private List<string> Actors()
    {
        var actors = new List<string>();
        Expect(!Key("actors") || _json.TokenType == JsonTokenType.StartArray, "log-actors");
        while (_fault is null && _json.Read() && _json.TokenType != JsonTokenType.EndArray)
        {
            Expect(_json.TokenType == JsonTokenType.String && actors.Count < RequestLog.MostActors, "log-actors");
            actors.Add(_fault is null ? _json.GetString()! : string.Empty);
        }

        return actors;
    }

    private bool Permitted()
    {
        bool there = Key("permitted");
        Expect(!there || _json.TokenType is JsonTokenType.True or JsonTokenType.False, "log-permitted");
        return there && _fault is null && _json.GetBoolean();
    }

    // The first fault is the one that is told: what follows it is read no more.
    private void Expect(bool holds, string code) => _fault ??= holds ? null : code;
}
