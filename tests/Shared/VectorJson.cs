using System.Text.Json;

namespace Broker.Vectors;

/// <summary>Short spellings for reading vectors.</summary>
internal static class VectorJson
{
    public static JsonElement Json(this VectorFile file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(file.Path));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static byte[] HexOrNone(this JsonElement element, string name) => element.TryGetProperty(name, out var value) ? Convert.FromHexString(value.GetString()!) : [];

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    public static int Number(this JsonElement element, string name) => element.GetProperty(name).GetInt32();
}
