namespace Broker.Transparency.Tests.Vectors;

/// <summary>Signed notes, verifier keys, proofs and trust files, one case an entry.</summary>
public sealed class NoteVectorTests : IClassFixture<NoteVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("note", NoteVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(16 + 2 + 1 + 10 + 20 + 18 + 58, Family.OwnCount);

    [Fact]
    public void TrustFiles_OfTheTree_CoverEveryFault() => Assert.Equal(
        Enum.GetNames<TrustFileFault>().Order(StringComparer.Ordinal),
        Reference.VectorFiles.Cases("note", "trust-files.json").Select(c => c.Text("expect")).Distinct().Order(StringComparer.Ordinal));

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
