namespace Broker.Transparency.Tests.Vectors;

/// <summary>Roots, proofs, checkpoints, tiles and bundles, one case an entry.</summary>
public sealed class LogVectorTests : IClassFixture<LogVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("log", LogVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(9 + 28 + 36 + 26 + 12 + 47 + 1, Family.OwnCount);

    [Fact]
    public void Log_WhoseProofIsOfAnotherEntry_DoesNotPass()
    {
        var whole = VectorFolders.Files("log", null).Single(file => file.Label == "log/example.json");
        var path = Path.GetTempFileName();
        try
        {
            File.WriteAllText(path, File.ReadAllText(whole.Path).Replace("\"entry\": \"second entry\"", "\"entry\": \"third entry\"", StringComparison.Ordinal));
            Assert.ThrowsAny<Xunit.Sdk.XunitException>(LogVectors.Read(new VectorFile("x", path)).Single().Run);
            LogVectors.Read(whole).Single().Run();
        }
        finally
        {
            File.Delete(path);
        }
    }

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
