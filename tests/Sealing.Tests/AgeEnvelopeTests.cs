using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class AgeEnvelopeTests : IDisposable
{
    private readonly SeededRandom random = new("age");
    private readonly X25519PrivateKey identity;

    public AgeEnvelopeTests() => identity = X25519PrivateKey.Generate(random.Fill);

    public void Dispose() => identity.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(65535)]
    [InlineData(65536)]
    [InlineData(65537)]
    [InlineData(131072)]
    [InlineData(200_000)]
    public void TryOpen_OfAWrittenFile_GivesThePlaintext(int length)
    {
        var content = random.Bytes(length);
        Assert.Equal(AgeFailure.None, Open(Write(content, identity.PublicKey), identity, out var opened));
        Assert.Equal(content, opened);
    }

    [Fact]
    public void TryOpen_ByEachOf16Recipients_GivesThePlaintext()
    {
        var identities = Enumerable.Range(0, 16).Select(_ => X25519PrivateKey.Generate(random.Fill)).ToList();
        var file = Write([1, 2, 3], [.. identities.Select(key => key.PublicKey)]);
        Assert.True(AgeEnvelope.TryReadHeader(file, out var header, out _));
        Assert.Equal(16, header!.StanzaCount);
        foreach (var each in identities)
        {
            Assert.Equal(AgeFailure.None, Open(file, each, out var opened));
            Assert.Equal([1, 2, 3], opened);
            each.Dispose();
        }

        Assert.Equal(AgeFailure.NoMatch, Open(file, identity, out _));
    }

    [Fact]
    public void TryOpen_WithEachByteAlteredCutOrAdded_Refuses()
    {
        var file = Write([1, 2, 3], identity.PublicKey);
        for (var i = 0; i < file.Length; i++)
        {
            file[i] ^= 1;
            Assert.NotEqual(AgeFailure.None, Open(file, identity, out _));
            file[i] ^= 1;
            Assert.NotEqual(AgeFailure.None, Open(file[..i], identity, out _));
        }

        Assert.Equal(AgeFailure.Payload, Open([.. file, 0], identity, out _));
    }

    [Fact]
    public void TryOpen_OfAFileWithoutItsLastChunk_Refuses()
    {
        var file = Write(random.Bytes(100_000), identity.PublicKey);
        Assert.True(AgeEnvelope.TryReadHeader(file, out var header, out _));
        Assert.Equal(AgeFailure.Payload, Open(file[..(header!.Length + 16 + 65536 + 16)], identity, out _));
    }

    [Fact]
    public void TryReadHeader_WithSeventeenStanzas_IsRefused()
    {
        var text = Encoding.ASCII.GetString(Write([], identity.PublicKey));
        var stanza = text[text.IndexOf("-> ", StringComparison.Ordinal)..text.IndexOf("---", StringComparison.Ordinal)];
        byte[] With(int count) => Encoding.ASCII.GetBytes(text.Replace(stanza, string.Concat(Enumerable.Repeat(stanza, count)), StringComparison.Ordinal));
        Assert.True(AgeEnvelope.TryReadHeader(With(16), out _, out _));
        Assert.False(AgeEnvelope.TryReadHeader(With(17), out _, out var reason));
        Assert.Equal(AgeFailure.TooManyStanzas, reason);
    }

    [Fact]
    public void TryReadHeader_ThatNeverEnds_IsRefused()
    {
        var lines = string.Concat(Enumerable.Repeat(new string('A', 64) + "\n", 2000));
        Assert.False(AgeEnvelope.TryReadHeader(Encoding.ASCII.GetBytes("age-encryption.org/v1\n-> x\n" + lines), out _, out var reason));
        Assert.Equal(AgeFailure.Header, reason);
    }

    [Fact]
    public void Write_WithUnusableRecipients_IsACallersBug()
    {
        Assert.Throws<ArgumentException>(() => Write([]));
        Assert.Throws<ArgumentException>(() => Write([], new byte[31]));
        Assert.Throws<ArgumentException>(() => Write([], new byte[32]));
        Assert.Throws<ArgumentException>(() => Write([], [.. Enumerable.Repeat(identity.PublicKey, 17)]));
    }

    [Fact]
    public void Keys_OfAge_RoundTrip()
    {
        var text = AgeKeys.FormatRecipient(identity.PublicKey);
        Assert.StartsWith("age1", text, StringComparison.Ordinal);
        Assert.True(AgeKeys.TryParseRecipient(text, out var publicKey));
        Assert.Equal(identity.PublicKey, publicKey);

        var secret = new byte[AgeKeys.IdentityLength];
        AgeKeys.FormatIdentity(identity, secret);
        Assert.True(secret.AsSpan().StartsWith("AGE-SECRET-KEY-1"u8));
        Assert.True(AgeKeys.TryParseIdentity(secret, out var again));
        Assert.Equal(identity.PublicKey, again!.PublicKey);
        again.Dispose();
    }

    [Fact]
    public void Keys_WithEachCharacterAltered_AreRefused()
    {
        var text = AgeKeys.FormatRecipient(identity.PublicKey);
        var secret = new byte[AgeKeys.IdentityLength];
        AgeKeys.FormatIdentity(identity, secret);
        for (var i = 0; i < text.Length; i++)
        {
            var other = text[i] == 'q' ? 'p' : 'q';
            Assert.False(AgeKeys.TryParseRecipient(text[..i] + other + text[(i + 1)..], out _));
            Assert.False(AgeKeys.TryParseRecipient(text[..i], out _));
        }

        for (var i = 0; i < secret.Length; i++)
        {
            secret[i] ^= 1;
            Assert.False(AgeKeys.TryParseIdentity(secret, out _));
            secret[i] ^= 1;
        }

        Assert.False(AgeKeys.TryParseRecipient(text.ToUpperInvariant(), out _));
        Assert.False(AgeKeys.TryParseRecipient(null, out _));
        Assert.False(AgeKeys.TryParseRecipient(AgeKeys.FormatRecipient(new byte[32]), out _));
        Assert.False(AgeKeys.TryParseIdentity(Encoding.ASCII.GetBytes(Encoding.ASCII.GetString(secret).ToLowerInvariant()), out _));
    }

    private static AgeFailure Open(byte[] file, X25519PrivateKey key, out byte[] content)
    {
        using var output = new MemoryStream();
        Assert.Equal(AgeEnvelope.TryOpen(output, new MemoryStream(file), key, out var reason), reason == AgeFailure.None);
        content = output.ToArray();
        return reason;
    }

    private byte[] Write(byte[] content, params byte[][] recipients)
    {
        using var output = new MemoryStream();
        AgeEnvelope.Write(output, new MemoryStream(content), recipients, random.Fill);
        return output.ToArray();
    }
}
