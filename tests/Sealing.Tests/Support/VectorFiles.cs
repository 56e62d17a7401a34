using System.Text.Json;

namespace Broker.Sealing.Tests.Support;

internal static class VectorFiles
{
    public static string Folder(string family) => Path.Combine(Root(), "tests", "vectors", family);

    public static JsonElement Json(string family, string file)
    {
        using var document = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(family), file)));
        return document.RootElement.Clone();
    }

    public static byte[] Hex(this JsonElement element, string name) => Convert.FromHexString(element.GetProperty(name).GetString()!);

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;

    private static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broker.sln")))
        {
            folder = folder.Parent;
        }

        // With an artifacts folder outside of the tree, the sources say where the tree is.
        return folder?.FullName ?? SourceRoot();
    }

    private static string SourceRoot([System.Runtime.CompilerServices.CallerFilePath] string file = "") =>
        Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file)!, "..", "..", ".."));
}
