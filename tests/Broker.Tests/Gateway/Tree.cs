using System.Runtime.CompilerServices;

namespace Broker.Tests.Gateway;

/// <summary>The folder that holds Broker.sln: above the test's binaries, or above this file when those are built elsewhere.</summary>
internal static class Tree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(ThisFolder())
        ?? throw new InvalidOperationException("no folder above holds Broker.sln");

    private static string? Find(string folder)
    {
        var current = new DirectoryInfo(folder);
        while (current is not null && !File.Exists(Path.Combine(current.FullName, "Broker.sln")))
        {
            current = current.Parent;
        }

        return current?.FullName;
    }

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
