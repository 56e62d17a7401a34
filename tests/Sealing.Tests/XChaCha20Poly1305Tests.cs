using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class XChaCha20Poly1305Tests
{
    private readonly SeededRandom random = new("xchacha");

    [Fact]
    public void TryOpen_WithAnythingAltered_RefusesAndZeroes()
    {
        using var key = SecretKey.Generate(random.Fill);
        using var other = SecretKey.Generate(random.Fill);
        var (message, aad) = (random.Bytes(20), random.Bytes(3));
        var sealedBytes = new byte[message.Length + XChaCha20Poly1305.Overhead];
        XChaCha20Poly1305.Seal(sealedBytes, key, aad, message, random.Fill);

        var output = new byte[message.Length];
        Assert.True(XChaCha20Poly1305.TryOpen(output, key, aad, sealedBytes));
        Assert.Equal(message, output);
        Assert.False(XChaCha20Poly1305.TryOpen(output, other, aad, sealedBytes));
        Assert.All(output, octet => Assert.Equal(0, octet));
        Assert.False(XChaCha20Poly1305.TryOpen(output, key, aad.AsSpan(1), sealedBytes));
        for (var i = 0; i < sealedBytes.Length; i++)
        {
            sealedBytes[i] ^= 0x80;
            Assert.False(XChaCha20Poly1305.TryOpen(output, key, aad, sealedBytes));
            sealedBytes[i] ^= 0x80;
        }

        for (var length = 0; length < sealedBytes.Length; length++)
        {
            Assert.False(XChaCha20Poly1305.TryOpen(new byte[Math.Max(0, length - XChaCha20Poly1305.Overhead)], key, aad, sealedBytes.AsSpan(0, length)));
        }
    }

    [Fact]
    public void Seal_WithWrongBuffers_IsACallersBug()
    {
        using var key = SecretKey.Generate(random.Fill);
        var buffer = new byte[100];
        Assert.Throws<ArgumentException>(() => XChaCha20Poly1305.Seal(buffer, key, [], new byte[61], random.Fill));
        Assert.Throws<ArgumentException>(() => XChaCha20Poly1305.Seal(buffer, key, [], buffer.AsSpan(40), random.Fill));
        Assert.Throws<ArgumentException>(() => XChaCha20Poly1305.TryOpen(new byte[59], key, [], buffer));
    }

    [Fact]
    public void KeyWrap_RoundTrip_GivesTheSameKeyAndRefusesTheRest()
    {
        using var wrapping = SecretKey.Generate(random.Fill);
        using var key = SecretKey.Generate(random.Fill);
        var wrapped = new byte[KeyWrap.Size];
        KeyWrap.Wrap(wrapped, wrapping, [1], key, random.Fill);
        Assert.True(KeyWrap.TryUnwrap(wrapped, wrapping, [1], out var again));
        Assert.Equal(TagOf(key), TagOf(again!));
        again!.Dispose();
        Assert.False(KeyWrap.TryUnwrap(wrapped, wrapping, [2], out _));
        Assert.False(KeyWrap.TryUnwrap(wrapped, key, [1], out _));
        Assert.False(KeyWrap.TryUnwrap(wrapped.AsSpan(1), wrapping, [1], out _));
        Assert.False(KeyWrap.TryUnwrap([], wrapping, [1], out _));
    }

    [Fact]
    public void Tags_OfAnyAllowedLength_ArePrefixes()
    {
        using var key = SecretKey.Generate(random.Fill);
        var whole = TagOf(key);
        for (var length = 16; length <= 32; length++)
        {
            var tag = new byte[length];
            Tags.Compute(key, [7], tag);
            Assert.Equal(whole[..length], tag);
        }

        Assert.Throws<ArgumentException>(() => Tags.Compute(key, [7], new byte[33]));
        Assert.Throws<ArgumentException>(() => Tags.Compute(key, [7], new byte[15]));
    }

    private static byte[] TagOf(SecretKey key)
    {
        var tag = new byte[32];
        Tags.Compute(key, [7], tag);
        return tag;
    }
}
