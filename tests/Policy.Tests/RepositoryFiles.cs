using System.Runtime.CompilerServices;

namespace Broker.Policy.Tests;

/// <summary>Finds files of the tree: walks up to Broker.sln from the output folder, or from the sources when that lies elsewhere.</summary>
internal static class RepositoryFiles
{
    private static readonly string Root = Above(AppContext.BaseDirectory) ?? Above(SourceFolder())
        ?? throw new DirectoryNotFoundException("Broker.sln is in no folder above");

    internal static string PathOf(params string[] path) => Path.Combine([Root, .. path]);

    internal static byte[] Read(params string[] path) => File.ReadAllBytes(PathOf(path));

    internal static IEnumerable<string> NamesIn(string pattern, params string[] folder) =>
        Directory.EnumerateFiles(Path.Combine([Root, .. folder]), pattern)
            .Select(path => Path.GetFileName(path))
            .Order(StringComparer.Ordinal);

    internal static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string? Above(string path)
    {
        DirectoryInfo? folder = new(path);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broker.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    private static string SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
