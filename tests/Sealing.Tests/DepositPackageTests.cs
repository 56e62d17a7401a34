using System.Text;

namespace Broker.Sealing.Tests;

public sealed class DepositPackageTests
{
    private static readonly PackageParts Parts = new("mm"u8.ToArray(), "c"u8.ToArray(), "ooo"u8.ToArray(), "ssss"u8.ToArray());

    private const string Example = "broker-deposit/1\nmanifest 2\ncaveats 1\nobservation 3\nsource 4\n\nmmcooossss";

    [Fact]
    public void Encode_OfFourParts_IsTheExampleAndReadsBack()
    {
        var package = DepositPackage.Encode(Parts);
        Assert.Equal(Example, Encoding.ASCII.GetString(package));
        Assert.True(DepositPackage.TryRead(package, out var parts, out _));
        Assert.Equal("mm"u8, parts.Manifest.Span);
        Assert.Equal("c"u8, parts.Caveats.Span);
        Assert.Equal("ooo"u8, parts.Observation.Span);
        Assert.Equal("ssss"u8, parts.Source.Span);
    }

    [Theory]
    [InlineData("/1\n", "/2\n", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest 02", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest -2", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest 3", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest 1", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest 99999999999999999999", DepositRefusal.Framing)]
    [InlineData("manifest 2", "manifest 9223372036854775807", DepositRefusal.TooLarge)]
    [InlineData("manifest 2", "manifest 16385", DepositRefusal.TooLarge)]
    [InlineData("caveats 1", "caveats 8193", DepositRefusal.TooLarge)]
    [InlineData("observation 3", "observation 262145", DepositRefusal.TooLarge)]
    [InlineData("source 4", "source 67108865", DepositRefusal.TooLarge)]
    [InlineData("manifest 2\ncaveats 1\n", "caveats 1\nmanifest 2\n", DepositRefusal.Framing)]
    [InlineData("source 4\n\n", "source 4\n", DepositRefusal.Framing)]
    [InlineData("source 4\n\n", "source 4\nextra 0\n\n", DepositRefusal.Framing)]
    [InlineData("ssss", "sssss", DepositRefusal.Framing)]
    [InlineData("ssss", "sss", DepositRefusal.Framing)]
    public void TryRead_OfAnotherForm_Refuses(string found, string replaced, DepositRefusal expected)
    {
        var altered = Encoding.ASCII.GetBytes(Example.Replace(found, replaced, StringComparison.Ordinal));
        Assert.False(DepositPackage.TryRead(altered, out _, out var refusal));
        Assert.Equal(expected, refusal);
    }

    [Fact]
    public void Encode_OverALimit_IsACallersBug() =>
        Assert.Throws<ArgumentException>(() => DepositPackage.Encode(Parts with { Caveats = new byte[DepositLimits.Caveats + 1] }));

    [Fact]
    public void Batch_OfPackages_ReadsBackAsSlices()
    {
        byte[][] packages = [[1, 2, 3], [], [4]];
        Assert.True(DepositPackage.TryReadBatch(DepositPackage.EncodeBatch(packages), out var read, out _));
        Assert.Equal(packages, read.Select(package => package.ToArray()));
    }

    [Theory]
    [InlineData("", DepositRefusal.Framing)]
    [InlineData("00", DepositRefusal.Framing)]
    [InlineData("00000001", DepositRefusal.Framing)]
    [InlineData("0000000101000000", DepositRefusal.Framing)]
    [InlineData("00000002010000000101", DepositRefusal.Framing)]
    [InlineData("ffffffff01", DepositRefusal.TooLarge)]
    public void TryReadBatch_OfAnotherForm_Refuses(string hex, DepositRefusal expected)
    {
        Assert.False(DepositPackage.TryReadBatch(Convert.FromHexString(hex), out var packages, out var refusal));
        Assert.Equal(expected, refusal);
        Assert.Empty(packages);
    }

    [Fact]
    public void Batch_OfTooManyPackages_IsRefused()
    {
        Assert.True(DepositPackage.TryReadBatch(new byte[4 * 4096], out var packages, out _));
        Assert.Equal(4096, packages.Count);
        Assert.False(DepositPackage.TryReadBatch(new byte[4 * 4097], out _, out var refusal));
        Assert.Equal(DepositRefusal.TooLarge, refusal);
        Assert.Throws<ArgumentException>(() => DepositPackage.EncodeBatch(Enumerable.Repeat(Array.Empty<byte>(), 4097).ToList()));
        Assert.Throws<ArgumentException>(() => DepositPackage.EncodeBatch([]));
    }
}
