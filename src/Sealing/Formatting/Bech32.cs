namespace Broker.Sealing.Formatting;

/// <summary>Bech32 (BIP 173) of 32 bytes under a fixed prefix, as age writes its recipients and identities. No length limit of 90.</summary>
internal static class Bech32
{
    /// <summary>Characters after the separator: 52 of data and 6 of checksum.</summary>
    internal const int DataLength = 58;

    private const int Symbols = 52;
    private const int Checksum = 6;

    private static ReadOnlySpan<byte> Alphabet => "qpzry9x8gf2tvdw0s3jn54khce6mua7l"u8;

    private static ReadOnlySpan<uint> Generator => [0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3];

    /// <summary>Writes lower-case text of prefix, <c>1</c> and data.</summary>
    internal static void Format(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> bytes, Span<byte> text)
    {
        Span<byte> symbols = stackalloc byte[DataLength];
        for (var i = 0; i < Symbols; i++)
        {
            symbols[i] = (byte)SymbolAt(bytes, i);
        }

        var checksum = Polymod(prefix, symbols) ^ 1;
        for (var i = 0; i < Checksum; i++)
        {
            symbols[Symbols + i] = (byte)((checksum >> (5 * (Checksum - 1 - i))) & 31);
        }

        prefix.CopyTo(text);
        text[prefix.Length] = (byte)'1';
        for (var i = 0; i < DataLength; i++)
        {
            text[prefix.Length + 1 + i] = Alphabet[symbols[i]];
        }

        symbols.Clear();
    }

    /// <summary>Reads what <see cref="Format"/> writes, and nothing else (upper case included: the caller lowers it).</summary>
    internal static bool TryParse(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> text, Span<byte> bytes)
    {
        if (text.Length != prefix.Length + 1 + DataLength || !text.StartsWith(prefix) || text[prefix.Length] != (byte)'1')
        {
            return false;
        }

        Span<byte> symbols = stackalloc byte[DataLength];
        for (var i = 0; i < DataLength; i++)
        {
            var symbol = Alphabet.IndexOf(text[prefix.Length + 1 + i]);
            if (symbol < 0)
            {
                return false;
            }

            symbols[i] = (byte)symbol;
        }

        // 52 symbols are 260 bits: the last four must be zero, else there would be 16 spellings.
        var parsed = Polymod(prefix, symbols) == 1 && (symbols[Symbols - 1] & 15) == 0;
        Pack(symbols, bytes);
        symbols.Clear();
        return parsed;
    }

    private static int SymbolAt(ReadOnlySpan<byte> bytes, int index)
    {
        var bit = index * 5;
        var pair = (bytes[bit / 8] << 8) | ((bit / 8) + 1 < bytes.Length ? bytes[(bit / 8) + 1] : 0);
        return (pair >> (11 - (bit % 8))) & 31;
    }

    private static void Pack(ReadOnlySpan<byte> symbols, Span<byte> bytes)
    {
        bytes.Clear();
        for (var bit = 0; bit < 256; bit++)
        {
            var value = (symbols[bit / 5] >> (4 - (bit % 5))) & 1;
            bytes[bit / 8] |= (byte)(value << (7 - (bit % 8)));
        }
    }

    private static uint Polymod(ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> symbols)
    {
        var state = 1u;
        foreach (var character in prefix)
        {
            state = Step(state, (uint)character >> 5);
        }

        state = Step(state, 0);
        foreach (var character in prefix)
        {
            state = Step(state, (uint)character & 31);
        }

        foreach (var symbol in symbols)
        {
            state = Step(state, symbol);
        }

        return state;
    }

    private static uint Step(uint state, uint value)
    {
        var top = state >> 25;
        state = ((state & 0x1ffffff) << 5) ^ value;
        for (var i = 0; i < Generator.Length; i++)
        {
            state ^= ((top >> i) & 1) == 1 ? Generator[i] : 0;
        }

        return state;
    }
}
