using System.Text.Json;

namespace Broker.Transparency.Tests.Reference;

/// <summary>Reads files of the tree.</summary>
internal static class VectorFiles
{
    private static readonly string Root = VectorFolders.Root;

    internal static JsonElement Read(string family, string name) =>
        JsonDocument.Parse(Text("tests", "vectors", family, name)).RootElement;

    internal static IEnumerable<JsonElement> Cases(string family, string name, string? property = null)
    {
        var root = Read(family, name);
        return (property is null ? root : root.GetProperty(property)).EnumerateArray();
    }

    internal static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));
}
