namespace Broker.Sealing.Tests.Vectors;

/// <summary>The published vectors of SLIP-0039, each refused one with our reason, and quorums that crossed implementations.</summary>
public sealed class Slip39VectorTests : IClassFixture<Slip39VectorTests.Counts>
{
    private static readonly VectorFamily Family = new("slip39", Slip39Vectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole()
    {
        Assert.Equal(45 + 11, Family.OwnCount);
        Assert.True(Family.All.Count(entry => entry.Kind == VectorKind.MustFail) >= 30);
    }

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
