namespace Architecture.Tests;

/// <summary>The arrows between projects: which one may reference which. Anything not listed is forbidden.</summary>
public class ArrowTests
{
    private static readonly Dictionary<string, string[]> Allowed = new(StringComparer.Ordinal)
    {
        ["Policy"] = [],
        ["Sealing"] = [],
        ["DisclosureControl"] = [],
        ["Transparency"] = [],
        ["Briefings"] = ["Policy", "DisclosureControl"],
        ["Orleans.Embedded"] = [],
        ["Broker.Contracts"] = ["Orleans.Embedded"],
        ["Broker.Telemetry"] = [],
        ["Broker.Silo"] = ["Policy", "Sealing", "DisclosureControl", "Transparency", "Briefings", "Broker.Contracts", "Broker.Telemetry", "Orleans.Embedded"],
        ["Broker.Gateway"] = ["Broker.Contracts", "Broker.Telemetry", "Orleans.Embedded"],
        ["Broker.Cli"] = ["Policy", "Sealing", "DisclosureControl", "Transparency", "Briefings"],
    };

    private static readonly string[] Pure = ["Policy", "Sealing", "DisclosureControl", "Transparency", "Briefings"];

    [Fact]
    public void Projects_OfTheTree_AreAllListed() =>
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), ProjectFile.All.Select(project => project.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void References_OfEachProject_AreAllowed()
    {
        foreach (ProjectFile project in ProjectFile.All)
        {
            Assert.Empty(project.Projects.Except(Allowed[project.Name], StringComparer.Ordinal).Select(reference => $"{project.Name} -> {reference}"));
        }
    }

    [Fact]
    public void PureLibraries_SeeNoFrameworkAndAreMarkedForTheBuildsOwnCheck()
    {
        foreach (string name in Pure)
        {
            ProjectFile project = ProjectFile.Named(name);
            Assert.True(project.IsPure, $"{name} does not set PureLibrary");
            Assert.Empty(project.Frameworks);
            Assert.Empty(project.Packages.Except(name == "Policy" ? ["YamlDotNet"] : [], StringComparer.Ordinal));
        }
    }

    [Fact]
    public void Gateway_ReachesNoCodeThatOpensRecords()
    {
        IReadOnlySet<string> reachable = ProjectFile.Named("Broker.Gateway").Reachable();
        Assert.DoesNotContain("Sealing", reachable);
        Assert.DoesNotContain("DisclosureControl", reachable);
        Assert.DoesNotContain("Briefings", reachable);
    }

    [Fact]
    public void GatewayOutput_HoldsNoAssemblyThatOpensRecords()
    {
        string bin = Path.Combine(RepositoryRoot.Path, "artifacts", "bin", "Broker.Gateway");
        string[] folders = Directory.Exists(bin) ? Directory.GetDirectories(bin) : [];
        foreach (string folder in folders)
        {
            Assert.False(File.Exists(Path.Combine(folder, "Broker.Sealing.dll")), "the gateway's output holds Broker.Sealing");
            Assert.False(File.Exists(Path.Combine(folder, "Broker.DisclosureControl.dll")), "the gateway's output holds Broker.DisclosureControl");
        }

        Assert.NotEmpty(ProjectFile.All);
    }
}
