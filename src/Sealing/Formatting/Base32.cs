namespace Broker.Sealing.Formatting;

/// <summary>128 bits as 26 characters of RFC 4648 base32: lower case, no padding, the two unused bits zero.</summary>
internal static class Base32
{
    internal const int Length = 26;

    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    internal static string Format(UInt128 value) => string.Create(Length, value, static (text, bits) =>
    {
        for (var i = 0; i < Length - 1; i++)
        {
            text[i] = Alphabet[(int)((bits >> (123 - (5 * i))) & 31)];
        }

        text[Length - 1] = Alphabet[(int)(bits & 7) << 2];
    });

    internal static bool TryParse(ReadOnlySpan<byte> text, out UInt128 value)
    {
        value = UInt128.Zero;
        if (text.Length != Length)
        {
            return false;
        }

        for (var i = 0; i < Length; i++)
        {
            var digit = Digit(text[i]);
            if (digit < 0 || (i == Length - 1 && (digit & 3) != 0))
            {
                value = UInt128.Zero;
                return false;
            }

            value = i == Length - 1 ? (value << 3) | (uint)(digit >> 2) : (value << 5) | (uint)digit;
        }

        return true;
    }

    private static int Digit(byte character) => character switch
    {
        >= (byte)'a' and <= (byte)'z' => character - 'a',
        >= (byte)'2' and <= (byte)'7' => character - '2' + 26,
        _ => -1,
    };
}
