using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class HpkeTests : IDisposable
{
    private static readonly byte[] Info = [1, 2, 3];
    private static readonly byte[] Aad = [4, 5];
    private static readonly byte[] Message = [6, 7, 8, 9];
    private static readonly byte[] PskId = [10];

    private readonly SeededRandom random = new("hpke");
    private readonly X25519PrivateKey recipient;
    private readonly byte[] psk;

    public HpkeTests()
    {
        recipient = X25519PrivateKey.Generate(random.Fill);
        psk = random.Bytes(32);
    }

    public void Dispose() => recipient.Dispose();

    [Fact]
    public void TryOpenPsk_WithAnythingAltered_RefusesAndZeroes()
    {
        var sealedBytes = SealPsk();
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            var altered = sealedBytes.ToArray();
            altered[i] ^= 1;
            AssertRefused(altered, Info, Aad, psk, PskId);
        }

        AssertRefused(sealedBytes, [1, 2], Aad, psk, PskId);
        AssertRefused(sealedBytes, Info, [4], psk, PskId);
        AssertRefused(sealedBytes, Info, Aad, random.Bytes(32), PskId);
        AssertRefused(sealedBytes, Info, Aad, psk, [11]);
        for (var length = 0; length < sealedBytes.Length; length++)
        {
            AssertRefused(sealedBytes[..length], Info, Aad, psk, PskId);
        }
    }

    [Fact]
    public void TryOpen_InTheOtherMode_Refuses()
    {
        var output = new byte[Message.Length];
        Assert.False(Hpke.TryOpen(output, recipient, Info, Aad, SealPsk()));

        var inBase = new byte[Message.Length + Hpke.Overhead];
        Hpke.Seal(inBase, recipient.PublicKey, Info, Aad, Message, random.Fill);
        Assert.True(Hpke.TryOpen(output, recipient, Info, Aad, inBase));
        Assert.Equal(Message, output);
        AssertRefused(inBase, Info, Aad, psk, PskId);
    }

    [Fact]
    public void TryOpen_WithAnotherRecipient_Refuses()
    {
        using var other = X25519PrivateKey.Generate(random.Fill);
        Assert.False(Hpke.TryOpenPsk(new byte[Message.Length], other, Info, Aad, SealPsk(), psk, PskId));
    }

    [Theory]
    [MemberData(nameof(LowOrderPoints))]
    public void LowOrderPoints_OnEitherSide_AreRefused(string hex)
    {
        var point = Convert.FromHexString(hex);
        Assert.Throws<ArgumentException>(
            () => Hpke.Seal(new byte[Message.Length + Hpke.Overhead], point, Info, Aad, Message, random.Fill));
        var sealedBytes = SealPsk();
        point.CopyTo(sealedBytes, 0);
        AssertRefused(sealedBytes, Info, Aad, psk, PskId);
    }

    [Fact]
    public void Seal_WithWrongArguments_IsACallersBug()
    {
        var output = new byte[Message.Length + Hpke.Overhead];
        Assert.Throws<ArgumentException>(() => Hpke.Seal(output.AsSpan(1), recipient.PublicKey, Info, Aad, Message, random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.Seal(output, new byte[31], Info, Aad, Message, random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.Seal(output, recipient.PublicKey, new byte[513], Aad, Message, random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.SealPsk(output, recipient.PublicKey, Info, Aad, Message, new byte[31], PskId, random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.SealPsk(output, recipient.PublicKey, Info, Aad, Message, psk, [], random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.Seal(output, recipient.PublicKey, Info, Aad, output.AsSpan(0, Message.Length), random.Fill));
        Assert.Throws<ArgumentException>(() => Hpke.TryOpen(new byte[3], recipient, Info, Aad, output));
    }

    public static TheoryData<string> LowOrderPoints() =>
    [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
    ];

    private byte[] SealPsk()
    {
        var sealedBytes = new byte[Message.Length + Hpke.Overhead];
        Hpke.SealPsk(sealedBytes, recipient.PublicKey, Info, Aad, Message, psk, PskId, random.Fill);
        return sealedBytes;
    }

    private void AssertRefused(byte[] sealedBytes, byte[] info, byte[] aad, byte[] preShared, byte[] preSharedId)
    {
        var output = new byte[Math.Max(0, sealedBytes.Length - Hpke.Overhead)];
        output.AsSpan().Fill(0xAA);
        Assert.False(Hpke.TryOpenPsk(output, recipient, info, aad, sealedBytes, preShared, preSharedId));
        Assert.All(output, octet => Assert.Equal(0, octet));
    }
}
