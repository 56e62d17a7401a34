using System.Buffers.Binary;

namespace Broker.Transparency.Tests.Vectors;

/// <summary>Cosignatures, requests to witnesses and their keys, one case an entry.</summary>
public sealed class WitnessVectorTests : IClassFixture<WitnessVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("witness", WitnessVectors.Read);

    public static TheoryData<string> Names() => Family.Names();

    [Theory]
    [MemberData(nameof(Names))]
    public void Case_OfTheFamily_EndsAsItSays(string name) => Family.Run(name);

    [Fact]
    public void Family_OfTheTree_IsWhole() => Assert.Equal(47 + 32 + 17 + 25 + 48 + 39 + 48 + 37 + 42 + 21, Family.OwnCount);

    [Fact]
    public void Line_OfTheSpecificationsExample_HasTheTimeThatItsMessageShows()
    {
        // C2SP publishes no key of this witness: its form can be checked, its signature cannot.
        const string line = "\u2014 witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==";
        Assert.True(NoteSignature.TryParse(line, out var signature));
        Assert.Equal((Cosignature.Size, 1_679_315_147L), (signature.Signature.Length, BinaryPrimitives.ReadInt64BigEndian(signature.Signature)));
        Assert.Equal(line, signature.ToString());
    }

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }
}
