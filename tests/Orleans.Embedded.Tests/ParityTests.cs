using Engine.Parity;
using Engine.Parity.Hosting;
using Orleans.Embedded.Tests.Harness;

namespace Orleans.Embedded.Tests;

public sealed class ParityTests : IDisposable
{
    private const string Page = "docs/specs/engine-parity.md";
    private const int FewestProbes = 24;

    private readonly SocketFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Probes_OnTheEmbeddedEngine_HaveTheOutcomesOfTheSpecification()
    {
        var expected = ParityTable.Read(await File.ReadAllLinesAsync(FileOfTheTree(Page)), ParityEngine.Name);

        var outcomes = await ParityRun.AskAllAsync(new ParityOptions(_folder.Folder, Cluster: null));

        Assert.Empty(ParityTable.Differences(expected, outcomes));
        Assert.True(outcomes.Count >= FewestProbes);
    }

    [Fact]
    public void Differences_WithAnotherOutcomeAMissingAndAnUnknownProbe_NameAllThree()
    {
        string[] page = ["text", "| probe | embedded | orleans |", "|---|---|---|", "| a | yes | no |", "| b | no / yes | yes |"];
        var expected = ParityTable.Read(page, "embedded");

        Assert.Empty(ParityTable.Differences(expected, [("a", "yes"), ("b", "yes")]));
        Assert.Equal(
            ["a: no, expected: yes", "c: yes, expected: no such probe", "b: not asked"],
            ParityTable.Differences(expected, [("a", "no"), ("c", "yes")]));
        Assert.Throws<FormatException>(() => ParityTable.Read(page, "another"));
    }

    private static string FileOfTheTree(string path)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder!.FullName, "Broker.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.FullName, path);
    }
}
