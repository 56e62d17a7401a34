namespace Broker.Sealing.Tests.Vectors;

/// <summary>RFC 9421's Ed25519 examples: the signature base from the message, the signature, and that our profile takes none of them.</summary>
public sealed class HttpSignatureVectorTests : IClassFixture<HttpSignatureVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("httpsig", HttpSignatureVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(3, Family.OwnCount);

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
