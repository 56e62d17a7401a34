using System.Security.Cryptography;
using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Interop;

/// <summary>Live, both ways, against the age tool. Files are streamed and never written: only identities lie in a folder of their own.</summary>
public sealed class AgeToolTests : IDisposable
{
    private readonly SeededRandom random = new("age tool");
    private readonly string folder = Directory.CreateTempSubdirectory("age").FullName;
    private readonly X25519PrivateKey first;
    private readonly X25519PrivateKey second;

    public AgeToolTests()
    {
        first = X25519PrivateKey.Generate(random.Fill);
        second = X25519PrivateKey.Generate(random.Fill);
    }

    public void Dispose()
    {
        first.Dispose();
        second.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [LiveTheory(Tools.Age)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_535)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(131_072)]
    [InlineData(1_000_000)]
    [InlineData(50_000_000)]
    public async Task Write_ForTwoRecipients_IsOpenedByAgeWithEitherIdentity(long length)
    {
        foreach (var identity in new[] { first, second })
        {
            using var digest = new DigestStream();
            var (code, errors) = await Tools.RunAsync(
                Tools.Age, ["-d", "-i", IdentityFile(identity)],
                input => Task.Run(() => AgeEnvelope.Write(input, new PatternStream(length), [first.PublicKey, second.PublicKey], random.Fill)),
                output => output.CopyToAsync(digest));
            Assert.True(code == 0, errors);
            Assert.Equal((length, PatternStream.Digest(length)), (digest.Length, digest.Finish()));
        }
    }

    [LiveTheory(Tools.Age)]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65_536)]
    [InlineData(65_537)]
    [InlineData(1_000_000)]
    [InlineData(50_000_000)]
    public async Task File_OfAgeForTwoRecipients_OpensHere(long length)
    {
        using var digest = new DigestStream();
        var reason = AgeFailure.Header;
        var (code, errors) = await Tools.RunAsync(
            Tools.Age, ["-r", AgeKeys.FormatRecipient(first.PublicKey), "-r", AgeKeys.FormatRecipient(second.PublicKey)],
            input => new PatternStream(length).CopyToAsync(input),
            output => Task.Run(() => AgeEnvelope.TryOpen(digest, output, second, out reason)));
        Assert.True(code == 0, errors);
        Assert.Equal(AgeFailure.None, reason);
        Assert.Equal((length, PatternStream.Digest(length)), (digest.Length, digest.Finish()));
    }

    [LiveFact(Tools.Age)]
    public async Task Write_ForAnother_IsNotOpenedByAge()
    {
        using var stranger = X25519PrivateKey.Generate(random.Fill);
        using var digest = new DigestStream();
        var (code, _) = await Tools.RunAsync(
            Tools.Age, ["-d", "-i", IdentityFile(stranger)],
            input => Task.Run(() => AgeEnvelope.Write(input, new PatternStream(100), [first.PublicKey, second.PublicKey], random.Fill)),
            output => output.CopyToAsync(digest));
        Assert.NotEqual(0, code);
        Assert.Equal(0, digest.Length);
    }

    [LiveFact(Tools.Age)]
    public async Task SourcePart_OfADeposit_IsOpenedByAgeAndHoldsWhatThePageSays()
    {
        using var scene = new DepositScene();
        Assert.True(DepositPackage.TryRead(scene.Seal(), out var parts, out _));
        using var opened = new MemoryStream();
        var (code, errors) = await Tools.RunAsync(
            Tools.Age, ["-d", "-i", IdentityFile(scene.SourceIdentity)],
            input => input.WriteAsync(parts.Source).AsTask(), output => output.CopyToAsync(opened));
        Assert.True(code == 0, errors);
        var padded = opened.ToArray();
        Assert.True(Padding.TryUnpad(padded, out var content));
        Assert.Equal([.. Encoding.ASCII.GetBytes($"record {scene.Record} depositor {scene.Depositor}\n"), .. scene.Source], padded[content]);
    }

    private string IdentityFile(X25519PrivateKey identity)
    {
        var text = new byte[AgeKeys.IdentityLength];
        AgeKeys.FormatIdentity(identity, text);
        var path = Path.Combine(folder, $"{Convert.ToHexStringLower(identity.PublicKey)}.txt");
        File.WriteAllBytes(path, text);
        CryptographicOperations.ZeroMemory(text);
        return path;
    }
}
