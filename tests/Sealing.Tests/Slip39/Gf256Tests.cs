namespace Broker.Sealing.Tests;

public sealed class Gf256Tests
{
    // The slow reference by another way: powers of the generator 3, and products as sums of logarithms.
    private static readonly (byte[] Powers, int[] Logarithms) Tables = MakeTables();

    [Fact]
    public void Multiply_OfEachPair_IsWhatTheTablesSay()
    {
        for (var left = 0; left < 256; left++)
        {
            for (var right = 0; right < 256; right++)
            {
                var expected = left == 0 || right == 0
                    ? 0
                    : Tables.Powers[(Tables.Logarithms[left] + Tables.Logarithms[right]) % 255];
                Assert.Equal(expected, Gf256.Multiply((byte)left, (byte)right));
            }
        }
    }

    [Fact]
    public void Invert_OfEachElement_IsItsInverse()
    {
        Assert.Equal(0, Gf256.Invert(0));
        for (var element = 1; element < 256; element++)
        {
            Assert.Equal(1, Gf256.Multiply((byte)element, Gf256.Invert((byte)element)));
        }
    }

    private static (byte[] Powers, int[] Logarithms) MakeTables()
    {
        var (powers, logarithms) = (new byte[255], new int[256]);
        var power = 1;
        for (var exponent = 0; exponent < 255; exponent++)
        {
            powers[exponent] = (byte)power;
            logarithms[power] = exponent;
            var doubled = power * 2;
            power ^= doubled > 255 ? doubled ^ 0x11B : doubled;
        }

        return (powers, logarithms);
    }
}
