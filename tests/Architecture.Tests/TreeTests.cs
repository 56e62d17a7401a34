using System.Text.RegularExpressions;

namespace Architecture.Tests;

/// <summary>Rules about the text of the tree that no compiler checks.</summary>
public partial class TreeTests
{
    private static readonly string[] Folders = ["src", "tests", "bench", "docs", "policies", "samples", "build", ".ci"];

    [Fact]
    public void Solution_IsClassicAndHoldsEveryProject()
    {
        string solution = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "Broker.sln"));
        Assert.Contains("Microsoft Visual Studio Solution File", solution, StringComparison.Ordinal);
        foreach (string project in TreeFiles("*.csproj"))
        {
            Assert.Contains(Path.GetFileName(project), solution, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void EveryProject_HasALockFile()
    {
        foreach (string project in TreeFiles("*.csproj"))
        {
            Assert.True(File.Exists(Path.Combine(Path.GetDirectoryName(project)!, "packages.lock.json")), $"{Path.GetFileName(project)} has no lock file");
        }
    }

    [Fact]
    public void PlainNamedProjects_HaveTheProductsNamespace()
    {
        foreach (string name in (string[])["Policy", "Sealing", "DisclosureControl", "Transparency", "Briefings"])
        {
            foreach (string file in Directory.EnumerateFiles(Path.Combine(RepositoryRoot.Path, "src", name), "*.cs", SearchOption.AllDirectories))
            {
                Match found = Namespace().Match(File.ReadAllText(file));
                Assert.True(!found.Success || found.Groups[1].Value.StartsWith("Broker." + name, StringComparison.Ordinal), $"{Path.GetFileName(file)} is in another namespace");
            }
        }
    }

    [Fact]
    public void NothingInTheTree_NamesAPlaceOutsideOfIt()
    {
        foreach (string file in Folders.SelectMany(folder => TextFiles(folder)))
        {
            string text = File.ReadAllText(file);
            Assert.False(Outside().IsMatch(text), $"{Path.GetRelativePath(RepositoryRoot.Path, file)} names a path of a machine or a folder beside the project");
        }
    }

    [Fact]
    public void Markdown_LinksResolve()
    {
        foreach (string file in Directory.EnumerateFiles(RepositoryRoot.Path, "*.md").Concat(Folders.SelectMany(folder => TextFiles(folder)).Where(file => file.EndsWith(".md", StringComparison.Ordinal))))
        {
            foreach (Match link in Link().Matches(File.ReadAllText(file)))
            {
                string target = Path.Combine(Path.GetDirectoryName(file)!, link.Groups[1].Value);
                Assert.True(File.Exists(target) || Directory.Exists(target), $"{Path.GetRelativePath(RepositoryRoot.Path, file)} links to `{link.Groups[1].Value}`, which is not there");
            }
        }
    }

    [Fact]
    public void Assurance_NamesTestsThatExist()
    {
        string text = File.ReadAllText(Path.Combine(RepositoryRoot.Path, "docs", "assurance.md"));
        MatchCollection named = TestName().Matches(text);
        Assert.NotEmpty(named);
        foreach (Match name in named)
        {
            string path = Path.Combine(RepositoryRoot.Path, "tests", name.Groups[1].Value);
            Assert.True(Directory.Exists(path) || File.Exists(path + ".cs"), $"docs/assurance.md names `{name.Groups[1].Value}`, which is not there");
        }
    }

    private static IEnumerable<string> TreeFiles(string pattern) =>
        Folders.Select(folder => Path.Combine(RepositoryRoot.Path, folder)).Where(Directory.Exists)
            .SelectMany(folder => Directory.EnumerateFiles(folder, pattern, SearchOption.AllDirectories));

    private static IEnumerable<string> TextFiles(string folder)
    {
        string path = Path.Combine(RepositoryRoot.Path, folder);
        string[] extensions = [".cs", ".md", ".yaml", ".json", ".sh", ".csproj", ".props", ".targets", ".txt", ""];
        return Directory.Exists(path)
            ? Directory.EnumerateFiles(path, "*", SearchOption.AllDirectories).Where(file => extensions.Contains(Path.GetExtension(file)) && Path.GetFileName(file) != "TreeTests.cs")
            : [];
    }

    [GeneratedRegex(@"`((?:[A-Za-z]+\.)+Tests(?:/\w+)*)`")]
    private static partial Regex TestName();

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"(?<![\w.~-])/(work|root|farm)/|\.\./shared/|/opt/nuget")]
    private static partial Regex Outside();

    [GeneratedRegex(@"\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)")]
    private static partial Regex Link();
}
