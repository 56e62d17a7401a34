using System.Runtime.CompilerServices;

namespace Broker.DisclosureControl.Tests;

/// <summary>The root of the tree: the folder above the tests that holds Broker.sln.</summary>
internal static class TestTree
{
    internal static string Root { get; } = Above(AppContext.BaseDirectory) ?? Above(Here())
        ?? throw new DirectoryNotFoundException("no Broker.sln above the tests");

    // Where the build's output lies outside the tree, the source file's place is known to the compiler.
    private static string Here([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;

    private static string? Above(string start)
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broker.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }
}
