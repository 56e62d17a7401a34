namespace Broker.Sealing;

/// <summary>The field of 256 elements with the polynomial x^8 + x^4 + x^3 + x + 1 (Rijndael's).</summary>
/// <remarks>
/// Reference: SLIP-0039, "Shamir's secret sharing". No table and no branch depends on an operand: masks instead, so that neither
/// time nor cache tells about share values.
/// </remarks>
internal static class Gf256
{
    private const int Polynomial = 0x11B;

    internal static byte Multiply(byte left, byte right)
    {
        int product = 0, shifted = left, rest = right;
        for (var bit = 0; bit < 8; bit++)
        {
            product ^= shifted & -(rest & 1);
            shifted <<= 1;
            shifted ^= Polynomial & -(shifted >> 8);
            rest >>= 1;
        }

        return (byte)product;
    }

    /// <summary>The inverse, as the 254th power; of 0 it is 0.</summary>
    internal static byte Invert(byte element)
    {
        // 254 = 2 + 4 + 8 + 16 + 32 + 64 + 128.
        byte square = Multiply(element, element), product = square;
        for (var power = 2; power < 8; power++)
        {
            square = Multiply(square, square);
            product = Multiply(product, square);
        }

        return product;
    }
}
