using System.Runtime.CompilerServices;

namespace Broker.Tests;

/// <summary>Files of the tree: above the test's binaries, or above this file when those are built elsewhere.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(ThisFolder())
        ?? throw new InvalidOperationException("no folder above holds Broker.sln");

    public static string Sample(string name) => Path.Combine(Root, "samples", name);

    private static string? Find(string start)
    {
        var folder = new DirectoryInfo(start);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Broker.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName;
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
