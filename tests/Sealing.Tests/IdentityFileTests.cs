using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class IdentityFileTests : IDisposable
{
    private static readonly Origin Here = Origin.Parse("broker.example/test");

    private readonly SeededRandom random = new("identity file");
    private readonly Ed25519SigningKey identity;

    public IdentityFileTests() => identity = Ed25519SigningKey.Generate(random.Fill);

    private static ReadOnlySpan<byte> Passphrase => Vectors.VaultTextVectors.Passphrase;

    public void Dispose() => identity.Dispose();

    [Fact]
    public void TryOpen_WithThePassphrase_GivesTheKey()
    {
        var text = IdentityFile.Format(Here, identity, Passphrase, random.Fill, operations: 2, memoryKiB: 64);
        Assert.True(IdentityFile.TryParse(text, out var file, out _));
        Assert.Equal((Here, "broker.example/test/identity", 2, 64), (file!.Origin, file.Name, file.Operations, file.MemoryKiB));
        Assert.Equal(identity.PublicKey, file.PublicKey);
        Assert.True(file.TryOpen(Passphrase, out var opened, out var reason));
        Assert.Equal(IdentityFileFailure.None, reason);
        using (opened)
        {
            Assert.Equal(Seed(identity), Seed(opened!));
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("seven words that exist for tests onlY")]
    [InlineData("seven words that exist for tests only ")]
    public void TryOpen_WithAnotherPassphrase_Refuses(string passphrase)
    {
        var text = IdentityFile.Format(Here, identity, Passphrase, random.Fill, 1, 8);
        Assert.True(IdentityFile.TryParse(text, out var file, out _));
        Assert.False(file!.TryOpen(Encoding.UTF8.GetBytes(passphrase), out var opened, out var reason));
        Assert.Null(opened);
        Assert.Equal(IdentityFileFailure.WrongPassphraseOrAltered, reason);
        Assert.False(file.TryOpen(new byte[PassphraseKey.MaxPassphraseLength + 1], out _, out _));
    }

    [Fact]
    public void TryOpen_WithEachByteAltered_Refuses()
    {
        var text = IdentityFile.Format(Here, identity, Passphrase, random.Fill, 1, 8);
        for (var i = 0; i < text.Length; i++)
        {
            foreach (var mask in (byte[])[1, 2, 0x20])
            {
                text[i] ^= mask;
                var parsed = IdentityFile.TryParse(text, out var file, out var reason);
                if (parsed)
                {
                    Assert.False(file!.TryOpen(Passphrase, out _, out reason));
                    Assert.Equal(IdentityFileFailure.WrongPassphraseOrAltered, reason);
                }

                Assert.NotEqual(IdentityFileFailure.None, reason);
                text[i] ^= mask;
            }

            Assert.False(IdentityFile.TryParse(text.AsSpan(0, i), out _, out _));
        }
    }

    [Fact]
    public void TryOpen_OfAnotherKeyThanTheNamed_Refuses()
    {
        // Sealed by the right passphrase over lines that name another key: only a writer can make this.
        using var other = Ed25519SigningKey.Generate(random.Fill);
        var salt = random.Bytes(16);
        var lines = Encoding.ASCII.GetBytes(
            $"broker-identity/1\nname {Here}/identity\npublic {Convert.ToHexStringLower(other.PublicKey)}\nkdf argon2id 1 8 {Convert.ToHexStringLower(salt)}\n");
        var sealedSeed = new byte[72];
        using var key = PassphraseKey.Derive(Passphrase, salt, 1, 8);
        XChaCha20Poly1305.Seal(sealedSeed, key, lines, Seed(identity), random.Fill);
        Assert.True(IdentityFile.TryParse([.. lines, .. Encoding.ASCII.GetBytes($"sealed {Convert.ToBase64String(sealedSeed)}\n")], out var file, out _));
        Assert.False(file!.TryOpen(Passphrase, out _, out var reason));
        Assert.Equal(IdentityFileFailure.Malformed, reason);
    }

    [Fact]
    public void TryParse_BeyondTheLimit_IsTooLarge()
    {
        Assert.False(IdentityFile.TryParse(new byte[IdentityFile.MaxBytes + 1], out _, out var reason));
        Assert.Equal(IdentityFileFailure.TooLarge, reason);
    }

    [Fact]
    public void Format_OfTheLongestName_IsWithinTheLimit()
    {
        var text = IdentityFile.Format(Origin.Parse(new string('a', Origin.MaxLength)), identity, Passphrase, random.Fill, 1, 8);
        Assert.True(IdentityFile.TryParse(text, out _, out _));
    }

    [Fact]
    public void Format_WithoutPassphraseOrBeyondALimit_IsACallersBug()
    {
        Assert.Throws<ArgumentException>(() => IdentityFile.Format(Here, identity, [], random.Fill));
        Assert.Throws<ArgumentException>(() => IdentityFile.Format(Here, identity, Passphrase, random.Fill, 11));
        Assert.Throws<ArgumentException>(() => IdentityFile.Format(Here, identity, Passphrase, random.Fill, 1, 7));
        Assert.Throws<ArgumentException>(() => IdentityFile.NameOf(default));
    }

    private static byte[] Seed(Ed25519SigningKey key)
    {
        var seed = new byte[32];
        key.ExportSeed(seed);
        return seed;
    }
}
