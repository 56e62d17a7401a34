namespace Broker.Sealing.Tests.Vectors;

/// <summary>Wycheproof's cases of the primitives, one a case, told apart by what each file says of itself and not by its name.</summary>
public sealed class WycheproofVectorTests : IClassFixture<WycheproofVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("wycheproof", WycheproofVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(754, Family.OwnCount);

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
