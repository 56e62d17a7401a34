using System.Text.Json;

namespace Broker.Briefings;

/// <summary>The fields of a JSON object; what is missing or malformed makes the whole document unsound instead of throwing.</summary>
internal sealed class BriefingFields
{
    private readonly JsonElement element;
    private readonly BriefingFields root;
    private bool sound = true;

    public BriefingFields(JsonElement element)
    {
        this.element = element;
        root = this;
    }

    private BriefingFields(JsonElement element, BriefingFields root)
    {
        this.element = element;
        this.root = root;
    }

    public bool IsSound => root.sound;

    public void Require(bool ok) => root.sound &= ok;

    public BriefingFields Object(string name) => new(Field(name, JsonValueKind.Object), root);

    public bool Has(string name) => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out _);

    public bool IsNull(string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement field) && field.ValueKind == JsonValueKind.Null;

    public string Text(string name, Func<ReadOnlySpan<byte>, bool>? accepts = null)
    {
        JsonElement field = Field(name, JsonValueKind.String);
        string text = field.ValueKind == JsonValueKind.String ? field.GetString() ?? string.Empty : string.Empty;
        Require(accepts is null || accepts(Ascii.Utf8(text)));
        return text;
    }

    /// <summary>The field <c>area</c>: a P-code, a country, or null for all areas.</summary>
    public string? Area() => IsNull("area") ? null : Text("area", text => PlaceCodes.IsPCode(text) || Ascii.IsCountry(text));

    /// <summary>The field <c>category</c>: a registered kind of event, or null for all kinds.</summary>
    public string? Category() => IsNull("category") ? null : Text("category", text => CodeWords.IndexOf(text, EventKinds.Codes) >= 0);

    public DateOnly Date(string name)
    {
        Require(Ascii.TryDate(Ascii.Utf8(Text(name)), out DateOnly date));
        return date;
    }

    public Sha256Digest Digest(string name)
    {
        Require(Sha256Digest.TryParse(Ascii.Utf8(Text(name)), out Sha256Digest digest));
        return digest;
    }

    public long Long(string name)
    {
        JsonElement field = Field(name, JsonValueKind.Number);
        long value = 0;
        Require(field.ValueKind == JsonValueKind.Number && field.TryGetInt64(out value) && value >= 0);
        return value;
    }

    public int Number(string name, int least)
    {
        long value = Long(name);
        bool fits = value >= least && value <= int.MaxValue;
        Require(fits);
        return fits ? (int)value : least;
    }

    public IReadOnlyList<string> Texts(string name)
    {
        JsonElement field = Field(name, JsonValueKind.Array);
        Require(field.ValueKind == JsonValueKind.Array && field.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String));
        return IsSound ? [.. field.EnumerateArray().Select(item => item.GetString() ?? string.Empty)] : [];
    }

    public IReadOnlyList<T> Array<T>(string name, Func<BriefingFields, T> read)
    {
        JsonElement field = Field(name, JsonValueKind.Array);
        return field.ValueKind == JsonValueKind.Array ? [.. field.EnumerateArray().Select(item => read(new BriefingFields(item, root)))] : [];
    }

    public IReadOnlyList<BriefingVariance> Each(Func<string, string, BriefingVariance> read)
    {
        List<BriefingVariance> each = [];
        foreach (string name in element.ValueKind == JsonValueKind.Object ? element.EnumerateObject().Select(field => field.Name) : [])
        {
            Require(name is "country" or "area" or "category" or "leaf");
            each.Add(read(name, Text(name, Ascii.IsFraction)));
        }

        return each;
    }

    private JsonElement Field(string name, JsonValueKind kind)
    {
        JsonElement field = default;
        Require(element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out field) && field.ValueKind == kind);
        return field;
    }
}
