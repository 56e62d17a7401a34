namespace Broker.Sealing.Formatting;

/// <summary>Lower-case hexadecimal and nothing else, in both directions.</summary>
internal static class Hex
{
    internal static string Format(ReadOnlySpan<byte> bytes) => Convert.ToHexStringLower(bytes);

    internal static bool TryParse(ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length != bytes.Length * 2)
        {
            return false;
        }

        for (var i = 0; i < bytes.Length; i++)
        {
            var high = Digit(text[i * 2]);
            var low = Digit(text[(i * 2) + 1]);
            if (high < 0 || low < 0)
            {
                return false;
            }

            bytes[i] = (byte)((high << 4) | low);
        }

        return true;
    }

    private static int Digit(byte character) => character switch
    {
        >= (byte)'0' and <= (byte)'9' => character - '0',
        >= (byte)'a' and <= (byte)'f' => character - 'a' + 10,
        _ => -1,
    };
}
