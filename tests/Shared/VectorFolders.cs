using System.Runtime.CompilerServices;

namespace Broker.Vectors;

/// <summary>Where vectors are read: tests/vectors, and each further folder that BROKER_VECTORS names, separated by colons, of the same layout.</summary>
/// <remarks>What is named must be there and be read: a folder, a family or a file that gives no case is an error, never silence.</remarks>
internal static class VectorFolders
{
    public const string Variable = "BROKER_VECTORS";

    /// <summary>The families that tests of this tree read from further folders too.</summary>
    public static readonly IReadOnlyList<string> Families =
    [
        "age", "envelope", "hpke", "httpsig", "identity-file", "log", "note", "slip39", "vault-file", "vault-plan", "vault-share", "witness", "wycheproof",
    ];

    public static string Root { get; } = Above(AppContext.BaseDirectory) ?? FromSource();

    public static string Own => Path.Combine(Root, "tests", "vectors");

    /// <summary>Every file of a family, the tree's own first.</summary>
    public static IReadOnlyList<VectorFile> Files(string family) => Files(family, Environment.GetEnvironmentVariable(Variable));

    /// <inheritdoc cref="Files(string)"/>
    public static IReadOnlyList<VectorFile> Files(string family, string? further)
    {
        var files = FilesOf(Path.Combine(Own, family), family, isOurs: true).ToList();
        var number = 0;
        foreach (var folder in Further(further))
        {
            number++;
            var path = Path.Combine(folder, family);
            if (Directory.Exists(path))
            {
                files.AddRange(FilesOf(path, $"extra{number}/{family}", isOurs: false));
            }
        }

        return files;
    }

    /// <summary>The folders that the variable names, each of which holds at least one family.</summary>
    public static IReadOnlyList<string> Further(string? variable)
    {
        var folders = string.IsNullOrEmpty(variable) ? [] : variable.Split(':');
        foreach (var folder in folders)
        {
            if (!Directory.Exists(folder))
            {
                throw new InvalidDataException($"{Variable} names `{folder}`, which is no folder");
            }

            if (!Families.Any(family => Directory.Exists(Path.Combine(folder, family))))
            {
                throw new InvalidDataException($"{Variable} names `{folder}`, which holds none of the families {string.Join(", ", Families)}");
            }
        }

        return folders;
    }

    private static List<VectorFile> FilesOf(string folder, string label, bool isOurs)
    {
        var files = Directory.GetFiles(folder, "*", SearchOption.AllDirectories)
            .Where(file => Path.GetExtension(file) != ".md")
            .Order(StringComparer.Ordinal)
            .Select(file => new VectorFile($"{label}/{Path.GetRelativePath(folder, file)}", file) { IsOurs = isOurs })
            .ToList();
        return files.Count > 0 ? files : throw new InvalidDataException($"the folder `{label}` holds no vector");
    }

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
