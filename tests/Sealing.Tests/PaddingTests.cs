using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

public sealed class PaddingTests
{
    [Fact]
    public void PaddedLength_OfEverySmallContent_EqualsTheSlowReference()
    {
        for (var length = 0; length < 70_000; length++)
        {
            Assert.Equal(SlowPaddedLength(length), Padding.PaddedLength(length));
        }
    }

    [Theory]
    [InlineData(64 * 1024 * 1024)]
    [InlineData(Padding.MaxContentLength)]
    public void PaddedLength_OfLongContents_CostsAtMostTwelvePercent(int length)
    {
        var padded = Padding.PaddedLength(length);
        Assert.InRange(padded, length + 4L, length * 1.12);
    }

    [Fact]
    public void PaddedLength_OutOfRange_IsACallersBug()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.PaddedLength(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => Padding.PaddedLength(Padding.MaxContentLength + 1));
        Assert.Throws<ArgumentException>(() => Padding.Pad(new byte[5], new byte[1025]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1020)]
    [InlineData(1021)]
    [InlineData(5000)]
    public void TryUnpad_OfAPaddedContent_FindsIt(int length)
    {
        var content = new SeededRandom("padding").Bytes(length);
        var padded = Pad(content);
        Assert.True(Padding.TryUnpad(padded, out var range));
        Assert.Equal(content, padded[range]);
    }

    [Fact]
    public void TryUnpad_WithAnyFillerByteSet_Refuses()
    {
        for (var i = 4 + 30; i < 1024; i++)
        {
            var padded = Pad(new byte[30]);
            padded[i] = 1;
            Assert.False(Padding.TryUnpad(padded, out _));
        }
    }

    [Fact]
    public void TryUnpad_WithAnotherSizeThanTheContents_Refuses()
    {
        var padded = Pad(new byte[2000]);
        Assert.False(Padding.TryUnpad(padded.AsSpan(..^1), out _));
        Assert.False(Padding.TryUnpad((byte[])[.. padded, 0], out _));
        padded[2] = 0;
        Assert.False(Padding.TryUnpad(padded, out _));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x80, 0, 0, 0 })]
    [InlineData(new byte[] { 0, 0, 0x03, 0xFD })]
    public void TryUnpad_WithALengthBeyondTheBuffer_Refuses(byte[] prefix)
    {
        var padded = new byte[1024];
        prefix.CopyTo(padded, 0);
        Assert.False(Padding.TryUnpad(padded, out _));
    }

    [Fact]
    public void TryUnpad_OfShortBuffers_Refuses()
    {
        for (var length = 0; length < 1024; length++)
        {
            Assert.False(Padding.TryUnpad(new byte[length], out _));
        }
    }

    private static byte[] Pad(byte[] content)
    {
        var padded = new byte[Padding.PaddedLength(content.Length)];
        Padding.Pad(content, padded);
        return padded;
    }

    private static int SlowPaddedLength(int contentLength)
    {
        var length = contentLength + 4;
        if (length <= 1024)
        {
            return 1024;
        }

        // The definition of PADME: as a floating-point number, the mantissa is no longer than the exponent.
        var exponent = (int)Math.Floor(Math.Log2(length));
        var mantissaBits = (int)Math.Floor(Math.Log2(exponent)) + 1;
        var step = (int)Math.Pow(2, exponent - mantissaBits);
        return (length + step - 1) / step * step;
    }
}
