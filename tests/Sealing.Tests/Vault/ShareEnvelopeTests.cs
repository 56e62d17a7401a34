using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class ShareEnvelopeTests : IDisposable
{
    private static readonly Origin Here = Origin.Parse("broker.example");

    private static readonly string[] AllPurposes =
        ["unseal", "rekey " + new string('a', 64), "confirm " + new string('a', 64), "rekey " + new string('b', 64)];

    private readonly SeededRandom random = new("share envelope");
    private readonly X25519PrivateKey silo;
    private readonly byte[] mnemonic;

    public ShareEnvelopeTests()
    {
        silo = X25519PrivateKey.Generate(random.Fill);
        using var root = SecretKey.Generate(random.Fill);
        mnemonic = Mnemonics.Bytes(Slip39.Split(root, 1, [(1, 1)], random.Fill)[0][0]);
    }

    public static TheoryData<string> Purposes() => [.. AllPurposes];

    public void Dispose() => silo.Dispose();

    [Theory]
    [MemberData(nameof(Purposes))]
    public void TryOpen_ForEachPurpose_OpensForThatOneAlone(string purpose)
    {
        var envelope = ShareEnvelope.Seal(mnemonic, silo.PublicKey, Here, Purpose(purpose), random.Fill);
        Assert.Equal(ShareEnvelope.Size, envelope.Length);
        foreach (var asked in AllPurposes)
        {
            Assert.Equal(asked == purpose ? mnemonic : null, Open(envelope, silo, Here, Purpose(asked)));
        }
    }

    [Fact]
    public void TryOpen_ByAnotherSiloKeyOrOrigin_Refuses()
    {
        var envelope = ShareEnvelope.Seal(mnemonic, silo.PublicKey, Here, SharePurpose.Unseal, random.Fill);
        using var restarted = X25519PrivateKey.Generate(random.Fill);
        Assert.Null(Open(envelope, restarted, Here, SharePurpose.Unseal));
        Assert.Null(Open(envelope, silo, Origin.Parse("broker.example/test"), SharePurpose.Unseal));
    }

    [Fact]
    public void TryOpen_WithEachByteAlteredOrAnotherLength_Refuses()
    {
        var envelope = ShareEnvelope.Seal(mnemonic, silo.PublicKey, Here, SharePurpose.Unseal, random.Fill);
        for (var i = 0; i < envelope.Length; i++)
        {
            envelope[i] ^= 1;
            Assert.Null(Open(envelope, silo, Here, SharePurpose.Unseal));
            envelope[i] ^= 1;
        }

        Assert.Null(Open(envelope[..^1], silo, Here, SharePurpose.Unseal));
        Assert.Null(Open([.. envelope, 0], silo, Here, SharePurpose.Unseal));
        Assert.Null(Open([], silo, Here, SharePurpose.Unseal));
        Assert.Equal(mnemonic, Open(envelope, silo, Here, SharePurpose.Unseal));
    }

    [Fact]
    public void Seal_OfAMnemonic_IsTheHpkeOfTheSpecification()
    {
        var envelope = ShareEnvelope.Seal(mnemonic, silo.PublicKey, Here, SharePurpose.Unseal, random.Fill);
        var info = Encoding.ASCII.GetBytes($"broker.example/vault-give/v1\n{SiloKey.Fingerprint(silo.PublicKey)}");
        var plain = new byte[1024];
        Assert.True(Hpke.TryOpen(plain, silo, info, "unseal"u8, envelope));
        Assert.True(Padding.TryUnpad(plain, out var content));
        Assert.Equal(mnemonic, plain[content]);
    }

    [Fact]
    public void TryOpen_OfAFillerThatIsNotZero_Refuses()
    {
        var plain = new byte[1024];
        plain[1023] = 1;
        var envelope = new byte[ShareEnvelope.Size];
        var info = Encoding.ASCII.GetBytes($"broker.example/vault-give/v1\n{SiloKey.Fingerprint(silo.PublicKey)}");
        Hpke.Seal(envelope, silo.PublicKey, info, "unseal"u8, plain, random.Fill);
        Assert.Null(Open(envelope, silo, Here, SharePurpose.Unseal));
    }

    [Fact]
    public void Seal_WithoutPurposeOrTooLong_IsACallersBug()
    {
        Assert.Throws<ArgumentException>(() => ShareEnvelope.Seal(mnemonic, silo.PublicKey, Here, default, random.Fill));
        Assert.Throws<ArgumentException>(() => ShareEnvelope.Seal(new byte[1021], silo.PublicKey, Here, SharePurpose.Unseal, random.Fill));
        Assert.Throws<ArgumentException>(() => ShareEnvelope.Seal(mnemonic, new byte[32], Here, SharePurpose.Unseal, random.Fill));
        Assert.Throws<ArgumentException>(() => ShareEnvelope.TryOpen([], silo, Here, default, new byte[1024], out _));
        Assert.Throws<ArgumentException>(() => ShareEnvelope.TryOpen([], silo, Here, SharePurpose.Unseal, new byte[1023], out _));
        Assert.Throws<ArgumentException>(() => ShareText.Format(default, new byte[ShareEnvelope.Size]));
        Assert.Throws<ArgumentException>(() => ShareText.Format(SharePurpose.Unseal, new byte[ShareEnvelope.Size - 1]));
    }

    [Theory]
    [MemberData(nameof(Purposes))]
    public void ShareText_OfEachPurpose_RoundTrips(string purpose)
    {
        var envelope = random.Bytes(ShareEnvelope.Size);
        var text = ShareText.Format(Purpose(purpose), envelope);
        Assert.True(text.Length <= ShareText.MaxBytes);
        Assert.True(ShareText.TryParse(text, out var parsed, out var read));
        Assert.Equal(Purpose(purpose), parsed);
        Assert.Equal(envelope, read);
    }

    [Theory]
    [InlineData("")]
    [InlineData("Unseal")]
    [InlineData("unseal ")]
    [InlineData("rekey")]
    [InlineData("rekey ")]
    [InlineData("rekey aa")]
    [InlineData("confirm AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")]
    [InlineData("agree aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void SharePurpose_OfAnotherText_IsNone(string text)
    {
        Assert.False(SharePurpose.TryParse(text, out var purpose));
        Assert.Equal(default, purpose);
        Assert.Equal("", purpose.ToString());
    }

    [Fact]
    public void SharePurpose_OfADigest_SaysIt()
    {
        var digest = random.Bytes(32);
        Assert.Equal("rekey " + Convert.ToHexStringLower(digest), SharePurpose.Rekey(digest).ToString());
        Assert.Equal((SharePurposeKind.Confirm, Convert.ToHexStringLower(digest)), (SharePurpose.Confirm(digest).Kind, SharePurpose.Confirm(digest).PlanDigest));
        Assert.NotEqual(SharePurpose.Rekey(digest), SharePurpose.Confirm(digest));
        Assert.Throws<ArgumentException>(() => SharePurpose.Rekey(digest.AsSpan(1)));
    }

    [Fact]
    public void Fingerprint_OfASiloKey_IsTheStartOfItsDigest()
    {
        var key = silo.PublicKey;
        var expected = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(key))[..32];
        Assert.Equal(expected, SiloKey.Fingerprint(key));
        Assert.True(SiloKey.Matches(key, expected));
        Assert.False(SiloKey.Matches(key, expected.ToUpperInvariant()));
        Assert.False(SiloKey.Matches(key, expected[..31]));
        Assert.False(SiloKey.Matches(key, null));
        Assert.False(SiloKey.Matches(random.Bytes(32), expected));
        Assert.Throws<ArgumentException>(() => SiloKey.Fingerprint(new byte[31]));
    }

    private static SharePurpose Purpose(string text) => SharePurpose.TryParse(text, out var purpose) ? purpose : throw new InvalidOperationException(text);

    private static byte[]? Open(byte[] envelope, X25519PrivateKey key, Origin origin, SharePurpose purpose)
    {
        var plain = new byte[ShareEnvelope.PlaintextSize];
        plain.AsSpan().Fill(1);
        if (ShareEnvelope.TryOpen(envelope, key, origin, purpose, plain, out var content))
        {
            return plain[content];
        }

        Assert.All(plain, octet => Assert.Equal(0, octet));
        return null;
    }
}
