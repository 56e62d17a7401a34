using Broker.Sealing.Tests.Support;
using Broker.Sealing.Tests.Vectors;

namespace Broker.Sealing.Tests;

/// <summary>tests/vectors/envelope: one JSON a case, with the code that must come of it.</summary>
public sealed class EnvelopeVectorTests : IClassFixture<EnvelopeVectorTests.Counts>
{
    private static readonly VectorFamily Family = new("envelope", EnvelopeVectors.Read, EnvelopeVectors.KeysFile);

    public static TheoryData<string> Cases() => Family.Names();

    public static TheoryData<string> Names() => [.. EnvelopeCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Package_OfACase_EndsWithItsCode(string name) => Family.Run(name);

    public sealed class Counts : IDisposable
    {
        public void Dispose() => Family.WriteCounts();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void File_OfACase_IsWhatTheForgeMakes(string name)
    {
        var vector = VectorFiles.Json("envelope", name + ".json");
        Assert.Equal(EnvelopeCases.All[name].Expect, vector.Text("expect"));
        Assert.Equal(Convert.ToBase64String(EnvelopeCases.Build(name)), vector.Text("package"));
    }

    [Fact]
    public void Folder_OfVectors_HoldsNothingElse() => Assert.Equal(
        EnvelopeCases.All.Keys.Append("keys").Order(),
        Directory.GetFiles(VectorFiles.Folder("envelope")).Select(file => Path.GetFileNameWithoutExtension(file)).Order());

    [Fact]
    public void Keys_OfTheVectors_AreTheScenes()
    {
        var keys = VectorFiles.Json("envelope", "keys.json");
        using var scene = new DepositScene(EnvelopeCases.Seed);
        using var epoch = X25519PrivateKey.FromBytes(keys.Hex("epoch_private_key"));
        using var secret = SecretKey.FromBytes(keys.Hex("enrolment_secret"));
        Assert.Equal(scene.Epoch.PublicKey, epoch.PublicKey);
        Assert.Equal(scene.ManifestKey.PublicKey, keys.Hex("signer_public_key"));
        Assert.Equal(scene.Epoch.Id.ToString(), keys.Text("epoch"));
        Assert.Equal(scene.Depositor.ToString(), keys.Text("depositor"));
        Assert.Equal(scene.Origin.ToString(), keys.Text("origin"));
        Assert.Equal(Tag(scene.EnrolmentSecret), Tag(secret));
    }

    [Fact]
    public void Cases_OfAllRefusals_AreThere() => Assert.Superset(
        Enum.GetValues<DepositRefusal>().Select(DepositRefusals.Code).ToHashSet(), EnvelopeCases.All.Values.Select(entry => entry.Expect).ToHashSet());

    private static byte[] Tag(SecretKey key)
    {
        var tag = new byte[32];
        Tags.Compute(key, "fingerprint"u8, tag);
        return tag;
    }
}
