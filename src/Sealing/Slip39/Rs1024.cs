namespace Broker.Sealing;

/// <summary>The checksum of a mnemonic: a Reed-Solomon code over 1,024 elements that detects any 3 wrong words.</summary>
/// <remarks>
/// Reference: SLIP-0039, "Checksum". 30 bits, 3 words; a random text passes with a chance of 2^-30. The customization string
/// tells extendable sets from others.
/// </remarks>
internal static class Rs1024
{
    /// <summary>Words of the checksum.</summary>
    internal const int Words = 3;

    private const int Symbols = 10;

    private static ReadOnlySpan<uint> Generator =>
    [
        0xE0E040, 0x1C1C080, 0x3838100, 0x7070200, 0xE0E0009, 0x1C0C2412, 0x38086C24, 0x3090FC48, 0x21B1F890, 0x3F3F120,
    ];

    /// <summary>Sets the last three words.</summary>
    internal static void Set(Span<ushort> words, bool extendable)
    {
        words[^Words..].Clear();
        var checksum = Polymod(words, extendable) ^ 1;
        for (var i = 0; i < Words; i++)
        {
            words[^(i + 1)] = (ushort)((checksum >> (Symbols * i)) & 0x3FF);
        }
    }

    internal static bool Verify(ReadOnlySpan<ushort> words, bool extendable) => Polymod(words, extendable) == 1;

    private static uint Polymod(ReadOnlySpan<ushort> words, bool extendable)
    {
        var state = 1U;
        foreach (var octet in extendable ? "shamir_extendable"u8 : "shamir"u8)
        {
            state = Step(state, octet);
        }

        foreach (var word in words)
        {
            state = Step(state, word);
        }

        return state;
    }

    // Masks and no branches: the words are a share.
    private static uint Step(uint state, uint symbol)
    {
        var top = state >> 20;
        state = ((state & 0xFFFFF) << Symbols) ^ symbol;
        for (var i = 0; i < Symbols; i++)
        {
            state ^= Generator[i] & unchecked(0U - ((top >> i) & 1));
        }

        return state;
    }
}
