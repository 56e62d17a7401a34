using System.Numerics;
using System.Text;
using Broker.Sealing.Formatting;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests.Damage;

/// <summary>Low-order points and public keys in another spelling, wherever one can be handed in.</summary>
public sealed class UnusableKeyTests : IDisposable
{
    private static readonly BigInteger Prime = (BigInteger.One << 255) - 19;

    private readonly DepositScene scene = new();

    public void Dispose() => scene.Dispose();

    /// <summary>The points of order 1, 2, 4 and 8 on the curve and its twist, each in all spellings of 32 bytes.</summary>
    public static TheoryData<string> LowOrder()
    {
        string[] canonical =
        [
            "0000000000000000000000000000000000000000000000000000000000000000",
            "0100000000000000000000000000000000000000000000000000000000000000",
            "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
            "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
            "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        ];
        return [.. canonical.SelectMany(hex => Spellings(Convert.FromHexString(hex)).Prepend(Convert.FromHexString(hex)).Select(bytes => Convert.ToHexStringLower(bytes)))];
    }

    /// <summary>Points of large order in a spelling that is not the one: at or above the prime, or with the top bit set.</summary>
    public static TheoryData<string> OtherSpellings()
    {
        using var key = X25519PrivateKey.Generate(new SeededRandom("spelling").Fill);
        byte[][] points = [key.PublicKey, Small(2), Small(9), Small(18)];
        return [.. points.SelectMany(Spellings).Select(bytes => Convert.ToHexStringLower(bytes)).Distinct()];
    }

    [Theory]
    [MemberData(nameof(LowOrder))]
    public void LowOrderPoint_Anywhere_IsRefused(string hex)
    {
        var point = Convert.FromHexString(hex);
        AssertNoPublicKey(point);
        using var key = X25519PrivateKey.Generate(new SeededRandom("somebody").Fill);
        var shared = new byte[32];
        Assert.False(key.TryAgree(point, shared));
        Assert.All(shared, octet => Assert.Equal(0, octet));
        Assert.Equal(AgeFailure.Header, OpenWithShare(point));
        AssertDoesNotOpenWithShare(point);
    }

    [Theory]
    [MemberData(nameof(OtherSpellings))]
    public void OtherSpelling_OfAPublicKey_IsRefused(string hex)
    {
        var point = Convert.FromHexString(hex);
        AssertNoPublicKey(point);
        AssertDoesNotOpenWithShare(point);
        Assert.Equal(AgeFailure.NoMatch, OpenWithShare(point));
    }

    [Fact]
    public void EncapsulatedKey_InItsOtherSpelling_DoesNotOpen()
    {
        // X25519 itself gives the same shared secret; the key schedule hashes the bytes.
        var forge = new PackageForge(scene)
        {
            EditSealed = bytes =>
            {
                bytes[31] |= 0x80;
                return bytes;
            },
        };
        Assert.Equal(DepositRefusal.OpenFailed, scene.Receive(forge.Build(), out _));
    }

    [Fact]
    public void Usable_OfTheEdges_IsBelowThePrimeOnly()
    {
        Assert.True(X25519.IsUsable(Small(2)));
        Assert.True(X25519.IsUsable(Encode(Prime - 2)));
        Assert.False(X25519.IsUsable(Encode(Prime)));
        Assert.False(X25519.IsUsable(Encode(Prime + 2)));
        Assert.False(X25519.IsUsable(Encode((BigInteger.One << 255) + 9)));
        Assert.False(X25519.IsUsable(Encode((BigInteger.One << 256) - 1)));
        Assert.False(X25519.IsUsable([]));
        Assert.False(X25519.IsUsable(new byte[31]));
        Assert.False(X25519.IsUsable([.. Small(9), 0]));
    }

    [Fact]
    public void Recipient_InAnotherSpellingOfItsText_IsRefused()
    {
        var text = AgeKeys.FormatRecipient(scene.SourceIdentity.PublicKey);
        Assert.True(AgeKeys.TryParseRecipient(text, out _));
        var mixed = text[..10] + text[10..].ToUpperInvariant();
        Assert.All(
            [text.ToUpperInvariant(), mixed, text + " ", " " + text, text + "\n", text.Replace("1", "l", StringComparison.Ordinal), text + text[^1], text[..^1], Bech32M(text), WithSpareBits(text)],
            other => Assert.False(AgeKeys.TryParseRecipient(other, out _)));
    }

    // Where somebody seals to a public key, it is refused before anything is sealed.
    private void AssertNoPublicKey(byte[] point)
    {
        Assert.False(X25519.IsUsable(point));
        Assert.ThrowsAny<ArgumentException>(() => Hpke.Seal(new byte[1 + Hpke.Overhead], point, [], [], [1], scene.Random.Fill));
        Assert.ThrowsAny<ArgumentException>(() => Hpke.SealPsk(new byte[1 + Hpke.Overhead], point, [], [], [1], new byte[32], [1], scene.Random.Fill));
        using var sealedTo = new DepositScene { Epoch = scene.Epoch with { PublicKey = point } };
        Assert.ThrowsAny<ArgumentException>(sealedTo.Seal);
        Assert.False(AgeKeys.TryParseRecipient(AgeKeys.FormatRecipient(point), out _));
        Assert.ThrowsAny<ArgumentException>(() => AgeEnvelope.Write(Stream.Null, Stream.Null, [scene.SourceIdentity.PublicKey, point], scene.Random.Fill));

        var epoch = scene.Epoch with { PublicKey = point };
        Assert.ThrowsAny<ArgumentException>(() => EpochKeyNote.Format(scene.Origin, epoch, "identity", scene.ManifestKey));
        var text = $"{Domains.EpochKey(scene.Origin)}\nepoch {epoch.Id}\nsuite {Hpke.Suite}\npublic {Convert.ToHexStringLower(point)}\n";
        Assert.False(EpochKeyNote.TryParse(NoteText.Sign(text, "identity", scene.ManifestKey), scene.Origin, "identity", scene.ManifestKey.PublicKey, out _));
    }

    private void AssertDoesNotOpenWithShare(byte[] point)
    {
        var forge = new PackageForge(scene)
        {
            EditSealed = bytes =>
            {
                point.CopyTo(bytes, 0);
                return bytes;
            },
        };
        Assert.Equal(DepositRefusal.OpenFailed, scene.Receive(forge.Build(), out _));
    }

    private AgeFailure OpenWithShare(byte[] point)
    {
        using var file = new MemoryStream();
        AgeEnvelope.Write(file, Stream.Null, [scene.SourceIdentity.PublicKey], scene.Random.Fill);
        var text = Encoding.Latin1.GetString(file.ToArray());
        var start = text.IndexOf("-> X25519 ", StringComparison.Ordinal) + "-> X25519 ".Length;
        var share = StrictBase64.FormatUnpadded(point);
        var altered = Encoding.Latin1.GetBytes(text[..start] + share + text[(start + share.Length)..]);
        Assert.False(AgeEnvelope.TryOpen(Stream.Null, new MemoryStream(altered), scene.SourceIdentity, out var reason));
        return reason;
    }

    // Every other string of 32 bytes that X25519 takes for the same point.
    private static IEnumerable<byte[]> Spellings(byte[] canonical)
    {
        var value = new BigInteger(canonical, isUnsigned: true);
        BigInteger[] others = [value + Prime, value + (BigInteger.One << 255), value + Prime + (BigInteger.One << 255)];
        return others.Where(other => other < BigInteger.One << 256 && ((other % (BigInteger.One << 255)) % Prime) == value).Select(Encode);
    }

    private static byte[] Small(int value) => Encode(value);

    private static byte[] Encode(BigInteger value)
    {
        var bytes = new byte[32];
        value.ToByteArray(isUnsigned: true).CopyTo(bytes, 0);
        return bytes;
    }

    // The checksum of Bech32m (BIP 350) in place of that of Bech32: the last symbols differ by a constant.
    private static string Bech32M(string text) => XorSymbols(text, [.. Enumerable.Range(0, 6).Select(i => (int)((0x2bc830a3u ^ 1) >> (5 * (5 - i))) & 31)], text.Length - 6);

    // One of the four spare bits of the last data symbol set, under a checksum that is right for it (BIP 173).
    private static string WithSpareBits(string text)
    {
        const string alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        var symbols = text[4..^6].Select(character => alphabet.IndexOf(character, StringComparison.Ordinal)).ToArray();
        symbols[^1] ^= 1;
        var state = "age".Select(c => c >> 5).Append(0).Concat("age".Select(c => c & 31)).Concat(symbols).Concat(new int[6]).Aggregate(1u, Step) ^ 1;
        return text[..4] + string.Concat(symbols.Concat(Enumerable.Range(0, 6).Select(i => (int)(state >> (5 * (5 - i))) & 31)).Select(symbol => alphabet[symbol]));
    }

    private static uint Step(uint state, int value)
    {
        uint[] generator = [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];
        var next = ((state & 0x1ffffff) << 5) ^ (uint)value;
        return generator.Where((_, i) => ((state >> 25 >> i) & 1) == 1).Aggregate(next, (sum, term) => sum ^ term);
    }

    private static string XorSymbols(string text, int[] mask, int start)
    {
        const string alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        return text[..start] + string.Concat(mask.Select((bits, i) => alphabet[alphabet.IndexOf(text[start + i], StringComparison.Ordinal) ^ bits]));
    }
}
