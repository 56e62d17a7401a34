using System.Security.Cryptography;
using Broker.Sealing.Interop;
using Broker.Sealing.Tests.Support;

namespace Broker.Sealing.Tests;

/// <summary>What fewer shares than the threshold say about the secret.</summary>
public sealed class ShamirSharingTests
{
    private const byte SecretPoint = 255;
    private const byte DigestPoint = 254;

    private readonly SeededRandom random = new("shamir");

    [Fact]
    public void Interpolate_OfAKnownPolynomial_GivesItsValues()
    {
        // The slow reference: Horner's rule with random coefficients.
        for (var degree = 0; degree < 16; degree++)
        {
            var coefficients = random.Bytes(degree + 1);
            var points = Enumerable.Range(0, degree + 1).Select(argument => Point((byte)(argument * 3), [Horner(coefficients, (byte)(argument * 3))])).ToList();
            var value = new byte[1];
            for (var argument = 0; argument < 256; argument++)
            {
                ShamirSharing.Interpolate(points, (byte)argument, value);
                Assert.Equal(Horner(coefficients, (byte)argument), value[0]);
            }
        }
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(3, 5)]
    [InlineData(5, 7)]
    [InlineData(16, 16)]
    public void Shares_TwoFewerThanTheThreshold_FitEverySecret(int threshold, int count)
    {
        // With threshold − 2 shares and any other secret there is a sharing that has exactly these shares: they say nothing.
        var shares = ShamirSharing.Split(threshold, count, random.Bytes(32), random.Fill);
        var held = Enumerable.Range(0, threshold - 2).Select(index => new SharePoint((byte)index, shares[index])).ToList();
        for (var round = 0; round < 20; round++)
        {
            var candidate = random.Bytes(32);
            List<SharePoint> points = [.. held, Point(SecretPoint, candidate), Point(DigestPoint, Digest(candidate, random.Bytes(28)))];
            var completed = Enumerable.Range(0, threshold).Select(argument => Interpolated(points, (byte)argument)).ToList();
            var recovered = new byte[32];
            Assert.True(ShamirSharing.TryRecover(threshold, completed, recovered));
            Assert.Equal(candidate, recovered);
            Assert.All(held, point => Assert.Equal(point.Value.Array, completed[point.Argument].Value.Array));
        }
    }

    [Fact]
    public void Shares_OneFewerThanTheThreshold_LeaveOnlyTheDigestToTest()
    {
        // Each candidate fixes the polynomial, and its value at 254 must hold the candidate's digest: 32 bits of 256 can be tested.
        var secret = random.Bytes(32);
        var shares = ShamirSharing.Split(2, 2, secret, random.Fill);
        Assert.True(Fits(secret));
        Assert.DoesNotContain(Enumerable.Range(0, 2000).Select(_ => random.Bytes(32)), Fits);

        bool Fits(byte[] tried)
        {
            var fixedByIt = Interpolated([new SharePoint(0, shares[0]), Point(SecretPoint, tried)], DigestPoint).Value.Array;
            return Digest(tried, fixedByIt[4..]).SequenceEqual(fixedByIt);
        }
    }

    [Fact]
    public void Shares_OfOneFixedSecret_AreUniform()
    {
        // Chi-squared over the 256 values of a byte, 255 degrees of freedom: beyond 370 with a chance of about 3·10^-6 a cell, at fixed seeds.
        const int rounds = 25_600;
        var counts = new int[3, 256];
        for (var round = 0; round < rounds; round++)
        {
            var shares = ShamirSharing.Split(3, 3, new byte[16], random.Fill);
            for (var index = 0; index < 3; index++)
            {
                counts[index, shares[index].Array[9]]++;
            }
        }

        for (var index = 0; index < 3; index++)
        {
            var expected = rounds / 256.0;
            var chi = Enumerable.Range(0, 256).Sum(value => Math.Pow(counts[index, value] - expected, 2) / expected);
            Assert.InRange(chi, 160, 370);
        }
    }

    private static byte Horner(byte[] coefficients, byte argument)
    {
        byte value = 0;
        foreach (var coefficient in coefficients)
        {
            value = (byte)(Gf256.Multiply(value, argument) ^ coefficient);
        }

        return value;
    }

    private static byte[] Digest(byte[] secret, byte[] key) => [.. HMACSHA256.HashData(key, secret)[..4], .. key];

    private static SharePoint Point(byte argument, byte[] value)
    {
        var buffer = new SecretBuffer(value.Length);
        value.CopyTo(buffer.Span);
        return new SharePoint(argument, buffer);
    }

    private static SharePoint Interpolated(List<SharePoint> points, byte argument)
    {
        var value = new byte[points[0].Value.Array.Length];
        ShamirSharing.Interpolate(points, argument, value);
        return Point(argument, value);
    }
}
