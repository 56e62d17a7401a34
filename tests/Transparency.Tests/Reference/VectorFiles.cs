using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Broker.Transparency.Tests.Reference;

/// <summary>Reads files of the tree, found by walking up to the solution.</summary>
internal static class VectorFiles
{
    private static readonly string Root = Above(AppContext.BaseDirectory) ?? FromSource();

    internal static JsonElement Read(string family, string name) =>
        JsonDocument.Parse(Text("tests", "vectors", family, name)).RootElement;

    internal static IEnumerable<JsonElement> Cases(string family, string name, string? property = null)
    {
        var root = Read(family, name);
        return (property is null ? root : root.GetProperty(property)).EnumerateArray();
    }

    internal static string Text(params string[] path) => File.ReadAllText(Path.Combine([Root, .. path]));

    // With an artifacts folder elsewhere the binaries are not below the solution, but this source file is.
    private static string FromSource([CallerFilePath] string file = "") =>
        Above(Path.GetDirectoryName(file)) ?? throw new DirectoryNotFoundException("no solution above the tests");

    private static string? Above(string? start)
    {
        for (var folder = start; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Broker.sln")))
            {
                return folder;
            }
        }

        return null;
    }
}
