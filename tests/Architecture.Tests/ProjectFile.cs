using System.Xml.Linq;

namespace Architecture.Tests;

/// <summary>A project of src/ and what it references, read from its file and from what that imports of build/.</summary>
internal sealed record ProjectFile(string Name, IReadOnlySet<string> Projects, IReadOnlySet<string> Frameworks, IReadOnlySet<string> Packages, bool IsPure)
{
    public static IReadOnlyList<ProjectFile> All { get; } =
    [
        .. Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src"), "*.csproj", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(Read),
    ];

    public static ProjectFile Named(string name) => All.Single(project => project.Name == name);

    /// <summary>Projects that end up in the project's output, those of its references included.</summary>
    public IReadOnlySet<string> Reachable()
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>(Projects);
        while (open.TryPop(out string? name))
        {
            if (found.Add(name))
            {
                foreach (string next in Named(name).Projects)
                {
                    open.Push(next);
                }
            }
        }

        return found;
    }

    private static ProjectFile Read(string path)
    {
        List<XElement> elements = [.. Elements(path)];
        return new ProjectFile(
            Path.GetFileNameWithoutExtension(path),
            Set(elements, "ProjectReference", element => element.Attribute("ReferenceOutputAssembly")?.Value != "false"),
            Set(elements, "FrameworkReference", _ => true).Concat(IsWeb(path) ? ["Microsoft.AspNetCore.App"] : []).ToHashSet(StringComparer.Ordinal),
            Set(elements, "PackageReference", _ => true),
            elements.Any(element => element.Name.LocalName == "PureLibrary" && element.Value == "true"));
    }

    private static bool IsWeb(string path) => XDocument.Load(path).Root?.Attribute("Sdk")?.Value == "Microsoft.NET.Sdk.Web";

    // Only what the default engine sees: the other engine's branch names packages that take the place of one project.
    private static IEnumerable<XElement> Elements(string path)
    {
        XElement root = XDocument.Load(path).Root!;
        foreach (XElement import in root.Elements("Import"))
        {
            foreach (XElement element in Elements(Path.Combine(Path.GetDirectoryName(path)!, import.Attribute("Project")!.Value)))
            {
                yield return element;
            }
        }

        foreach (XElement group in root.Elements().Where(group => group.Attribute("Condition")?.Value.Contains("'orleans'", StringComparison.Ordinal) != true))
        {
            foreach (XElement element in group.Elements())
            {
                yield return element;
            }
        }
    }

    private static HashSet<string> Set(IEnumerable<XElement> elements, string name, Func<XElement, bool> where) =>
    [
        .. elements.Where(element => element.Name.LocalName == name && where(element))
            .Select(element => element.Attribute("Include")!.Value)
            .Select(include => include.EndsWith(".csproj", StringComparison.Ordinal) ? Path.GetFileNameWithoutExtension(include) : include),
    ];
}
