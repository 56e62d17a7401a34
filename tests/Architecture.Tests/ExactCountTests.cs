namespace Architecture.Tests;

/// <summary>Exact counts are told to the owner of records on its own machine: no source of a host names the code that tells them.</summary>
public sealed class ExactCountTests
{
    [Fact]
    public void OwnDerivative_OutsideOfTheTool_IsNamedByItsLibraryOnly()
    {
        string src = Path.Combine(RepositoryRoot.Path, "src");
        string[] naming = [.. Directory.EnumerateFiles(src, "*.cs", SearchOption.AllDirectories)
            .Where(file => File.ReadAllText(file).Contains("OwnDerivative", StringComparison.Ordinal))
            .Select(file => Path.GetRelativePath(src, file).Split(Path.DirectorySeparatorChar)[0])
            .Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)];
        Assert.Equal(["Broker.Cli", "DisclosureControl"], naming);
    }
}
