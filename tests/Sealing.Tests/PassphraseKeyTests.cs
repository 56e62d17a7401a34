using System.Text;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class PassphraseKeyTests
{
    [Fact]
    public void SlowBlake2b_OfAbc_IsRfc7693sAnswer() =>
        Assert.Equal(
            "ba80a53f981c4d0d6a2797b69f12f6e94c212f14685ac4b74b12bb6fdbffa2d17d87c5392aab792dc252d5de4533cc9518d38aa8dbf1925ab92386edd4009923",
            Convert.ToHexStringLower(SlowBlake2b.Hash(64, "abc"u8.ToArray())));

    [Fact]
    public void SlowArgon2id_OfRfc9106sExample_IsItsAnswer()
    {
        // RFC 9106 §5.3: four lanes, a secret and associated data.
        var tag = SlowArgon2id.Derive(
            Filled(32, 1), Filled(16, 2), Filled(8, 3), Filled(12, 4), lanes: 4, passes: 3, memoryKiB: 32, length: 32);
        Assert.Equal("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659", Convert.ToHexStringLower(tag));
    }

    [Theory]
    [InlineData(1, "9dfeb910e80bad0311fee20f9c0e2b12c17987b4cac90c2ef54d5b3021c68bfe")]
    [InlineData(2, "6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037")]
    public void SlowArgon2id_OfThePhcReferencesCases_IsTheirAnswer(int lanes, string expected)
    {
        // The cases of the reference implementation's own test: two passes of 256 KiB.
        var tag = SlowArgon2id.Derive("password"u8.ToArray(), "somesalt"u8.ToArray(), [], [], lanes, passes: 2, memoryKiB: 256, length: 32);
        Assert.Equal(expected, Convert.ToHexStringLower(tag));
    }

    [Fact]
    public void Derive_OfManyParameters_IsWhatTheReferenceSays()
    {
        var random = new SeededRandom("argon2id");
        int[] memories = [8, 9, 11, 12, 13, 16, 31, 64, 100, 600];
        for (var round = 0; round < 60; round++)
        {
            var passphrase = random.Bytes(random.Below(round % 10 == 0 ? PassphraseKey.MaxPassphraseLength + 1 : 40));
            var salt = random.Bytes(PassphraseKey.SaltSize);
            var passes = 1 + random.Below(4);
            var memory = memories[round % memories.Length];
            using var key = PassphraseKey.Derive(passphrase, salt, passes, memory);
            var expected = SlowArgon2id.Derive(passphrase, salt, [], [], lanes: 1, passes, memory, SecretKey.Size);
            Assert.Equal(Convert.ToHexString(expected), Convert.ToHexString(Mnemonics.Content(key)));
        }
    }

    [Theory]
    [InlineData(0, 8, false)]
    [InlineData(1, 8, true)]
    [InlineData(10, 1048576, true)]
    [InlineData(11, 8, false)]
    [InlineData(1, 7, false)]
    [InlineData(1, 1048577, false)]
    [InlineData(long.MaxValue, 8, false)]
    [InlineData(1, long.MaxValue, false)]
    [InlineData(-1, 8, false)]
    public void IsAllowed_OfParameters_HoldsTheLimits(long operations, long memoryKiB, bool allowed) =>
        Assert.Equal(allowed, PassphraseKey.IsAllowed(operations, memoryKiB));

    [Fact]
    public void Derive_BeyondALimit_IsACallersBug()
    {
        var passphrase = Encoding.UTF8.GetBytes("a passphrase");
        Assert.Throws<ArgumentException>(() => PassphraseKey.Derive(passphrase, new byte[15], 1, 8));
        Assert.Throws<ArgumentException>(() => PassphraseKey.Derive(passphrase, new byte[17], 1, 8));
        Assert.Throws<ArgumentException>(() => PassphraseKey.Derive(passphrase, new byte[16], 0, 8));
        Assert.Throws<ArgumentException>(() => PassphraseKey.Derive(passphrase, new byte[16], 1, 1 << 30));
        Assert.Throws<ArgumentException>(() => PassphraseKey.Derive(new byte[1025], new byte[16], 1, 8));
    }

    private static byte[] Filled(int length, byte value) => [.. Enumerable.Repeat(value, length)];
}
