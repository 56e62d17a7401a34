namespace Broker.Sealing.Tests.Vectors;

/// <summary>RFC 9180's vectors, one case an encryption, and one a key schedule.</summary>
public sealed class HpkeVectorTests : IClassFixture<HpkeVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("hpke", HpkeVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(56, Family.OwnCount);

    [Fact]
    public void Family_OfTheTree_HasOurSuiteInBothModes() =>
        Assert.Equal(14, Family.All.Count(entry => entry.Kind == VectorKind.MustHold && !entry.Name.StartsWith("extra", StringComparison.Ordinal)));

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
