using System.Runtime.CompilerServices;

namespace Broker.Briefings.Tests;

/// <summary>Finds the tree that the tests were built from.</summary>
internal static class TestTree
{
    public static string Root { get; } = Find(AppContext.BaseDirectory) ?? Find(SourceFolder()) ?? throw new DirectoryNotFoundException("no Broker.sln above the tests");

    public static string Sample(string name) => File.ReadAllText(Path.Combine(Root, "samples", name));

    public static IEnumerable<string> Vectors(string family) => Directory.EnumerateFiles(Path.Combine(Root, "tests", "vectors", family), "*.txt");

    /// <summary>Splits a failing vector into the expected code of its first line and the bytes after it.</summary>
    public static (string Expected, byte[] Content) Vector(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        int end = Array.IndexOf(bytes, (byte)'\n');
        string first = System.Text.Encoding.UTF8.GetString(bytes, 0, end);
        Assert.StartsWith("expect: ", first, StringComparison.Ordinal);
        return (first["expect: ".Length..], bytes[(end + 1)..]);
    }

    private static string? Find(string? folder)
    {
        while (folder is not null && !File.Exists(Path.Combine(folder, "Broker.sln")))
        {
            folder = Path.GetDirectoryName(folder);
        }

        return folder;
    }

    private static string? SourceFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path);
}
