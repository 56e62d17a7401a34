namespace Broker.Sealing.Tests.Vectors;

/// <summary>The age test kit, one file a case: each says what must come of it. Armor, passphrases and hybrid keys are not ours.</summary>
public sealed class AgeVectorTests : IClassFixture<AgeVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("age", AgeVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(143, Family.OwnCount);

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
