using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class KeyRingTests : IDisposable
{
    private readonly SeededRandom random = new("ring");
    private readonly SecretKey ringKey;

    public KeyRingTests() => ringKey = SecretKey.Generate(random.Fill);

    public void Dispose() => ringKey.Dispose();

    [Fact]
    public void TryOpen_OfASealedRing_GivesEveryKey()
    {
        var later = new DateTimeOffset(2014, 1, 1, 0, 0, 0, TimeSpan.Zero);
        using var ring = KeyRing.Create(random.Fill);
        ring.Rotate(random.Fill, later);
        Assert.True(KeyRing.TryOpen(ring.SealUnder(ringKey, random.Fill), ringKey, out var opened, out var reason));
        Assert.Equal(KeyRingFailure.None, reason);
        using (opened)
        {
            Assert.Equal(2, opened!.Generation);
            Assert.Equal(ring.Epochs.Select(epoch => (epoch.Id, epoch.From)), opened.Epochs.Select(epoch => (epoch.Id, epoch.From)));
            Assert.Equal(later, opened.CurrentEpoch.From);
            Assert.Equal(Fingerprints(ring), Fingerprints(opened));
        }
    }

    [Fact]
    public void TryOpen_WithEachByteAltered_Refuses()
    {
        using var ring = KeyRing.Create(random.Fill);
        var sealedRing = ring.SealUnder(ringKey, random.Fill);
        for (var i = 0; i < sealedRing.Length; i++)
        {
            foreach (var mask in (byte[])[1, 0xFF])
            {
                sealedRing[i] ^= mask;
                Assert.False(KeyRing.TryOpen(sealedRing, ringKey, out var opened, out var reason));
                Assert.Null(opened);
                Assert.NotEqual(KeyRingFailure.None, reason);
                sealedRing[i] ^= mask;
            }
        }

        for (var length = 0; length < sealedRing.Length; length++)
        {
            Assert.False(KeyRing.TryOpen(sealedRing.AsSpan(0, length), ringKey, out _, out _));
        }

        Assert.False(KeyRing.TryOpen([.. sealedRing, 0], ringKey, out _, out _));
    }

    [Fact]
    public void TryOpen_UnderAnotherKey_Refuses()
    {
        using var ring = KeyRing.Create(random.Fill);
        using var other = SecretKey.Generate(random.Fill);
        Assert.False(KeyRing.TryOpen(ring.SealUnder(ringKey, random.Fill), other, out _, out var reason));
        Assert.Equal(KeyRingFailure.WrongKeyOrAltered, reason);
    }

    [Fact]
    public void TryOpen_WithAnotherGenerationWrittenIn_Refuses()
    {
        using var ring = KeyRing.Create(random.Fill);
        var sealedRing = ring.SealUnder(ringKey, random.Fill);
        sealedRing["broker-ring/1\ngeneration ".Length] = (byte)'2';
        Assert.False(KeyRing.TryOpen(sealedRing, ringKey, out _, out var reason));
        Assert.Equal(KeyRingFailure.WrongKeyOrAltered, reason);
    }

    [Theory]
    [InlineData("broker-ring/1\ngeneration 0\n\n")]
    [InlineData("broker-ring/1\ngeneration 01\n\n")]
    [InlineData("broker-ring/2\ngeneration 1\n\n")]
    [InlineData("broker-ring/1\ngeneration 9223372036854775807\n\n")]
    public void TryOpen_OfAnotherHeader_IsMalformed(string header)
    {
        Assert.False(KeyRing.TryOpen([.. Encoding.ASCII.GetBytes(header), .. new byte[278]], ringKey, out _, out var reason));
        Assert.Equal(KeyRingFailure.Malformed, reason);
    }

    [Fact]
    public void TryOpen_OfSealedNonsense_IsMalformed()
    {
        // Sealed by the right key, but two epochs share an id: a writer's bug must not become a ring.
        var header = Encoding.ASCII.GetBytes("broker-ring/1\ngeneration 1\n\n");
        var plaintext = new byte[162 + (2 * 76)];
        plaintext[161] = 2;
        var body = new byte[plaintext.Length + XChaCha20Poly1305.Overhead];
        XChaCha20Poly1305.Seal(body, ringKey, header, plaintext, random.Fill);
        Assert.False(KeyRing.TryOpen([.. header, .. body], ringKey, out _, out var reason));
        Assert.Equal(KeyRingFailure.Malformed, reason);
    }

    [Fact]
    public void TryDestroyEpoch_OfAPastEpoch_RemovesItAndCountsAGeneration()
    {
        using var ring = KeyRing.Create(random.Fill);
        var first = ring.CurrentEpoch;
        Assert.False(ring.TryDestroyEpoch(first.Id));
        ring.Rotate(random.Fill, DateTimeOffset.UnixEpoch.AddDays(1));
        Assert.True(ring.TryDestroyEpoch(first.Id));
        Assert.Equal(3, ring.Generation);
        Assert.Null(ring.FindEpoch(first.Id));
        Assert.Throws<ObjectDisposedException>(() => first.Storage.Derive("x"));
        Assert.False(ring.TryDestroyEpoch(first.Id));
    }

    [Fact]
    public void RingKey_OfTheRoot_IsItsDerivationAndOpensTheRing()
    {
        using var root = SecretKey.Generate(random.Fill);
        using var derived = root.Derive("ring");
        using var key = KeyRing.RingKey(root);
        Assert.Equal(Tag(derived), Tag(key));
        using var ring = KeyRing.Create(random.Fill);
        var sealedRing = ring.SealUnder(key, random.Fill);
        Assert.True(KeyRing.TryOpen(sealedRing, derived, out _, out _));
        Assert.False(KeyRing.TryOpen(sealedRing, root, out _, out _));
    }

    [Fact]
    public void AdvanceGeneration_BeforeARekey_ChangesTheGenerationAlone()
    {
        using var ring = KeyRing.Create(random.Fill);
        var before = Fingerprints(ring);
        ring.AdvanceGeneration();
        Assert.Equal(2, ring.Generation);
        Assert.Equal(before, Fingerprints(ring));
        Assert.True(KeyRing.TryOpen(ring.SealUnder(ringKey, random.Fill), ringKey, out var opened, out _));
        Assert.Equal(2, opened!.Generation);
    }

    [Fact]
    public void EnrolmentSecret_OfEachDepositor_IsItsOwnAndStable()
    {
        using var ring = KeyRing.Create(random.Fill);
        var first = Tag(ring.EnrolmentSecret(AccountId.Parse("0000000000000001")));
        Assert.Equal(first, Tag(ring.EnrolmentSecret(AccountId.Parse("0000000000000001"))));
        Assert.NotEqual(first, Tag(ring.EnrolmentSecret(AccountId.Parse("0000000000000002"))));
    }

    [Fact]
    public void Dispose_OfARing_DisposesEveryKey()
    {
        var ring = KeyRing.Create(random.Fill);
        ring.Dispose();
        Assert.Throws<ObjectDisposedException>(() => ring.SealUnder(ringKey, random.Fill));
        Assert.Throws<ObjectDisposedException>(() => ring.Token.Derive("x"));
        Assert.Throws<ObjectDisposedException>(() => ring.CurrentEpoch.Storage.Derive("x"));
    }

    private static List<string> Fingerprints(KeyRing ring) =>
    [
        Convert.ToHexString(ring.Log.PublicKey),
        .. new[] { ring.EnrolmentRoot, ring.Ledger, ring.Leaf, ring.Token }.Select(Tag),
        .. ring.Epochs.Select(epoch => Convert.ToHexString(epoch.Sealing.PublicKey) + Tag(epoch.Storage)),
    ];

    private static string Tag(SecretKey key)
    {
        var tag = new byte[32];
        Tags.Compute(key, "fingerprint"u8, tag);
        return Convert.ToHexString(tag);
    }
}
