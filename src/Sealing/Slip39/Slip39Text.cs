using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.Sealing;

/// <summary>A share as words of 10 bits: 20 bits of the set, 20 of the place, the value behind zero bits, 30 of checksum.</summary>
/// <remarks>Reference: SLIP-0039, "Format of the share mnemonic". Limits: values of 16 to 64 bytes, even.</remarks>
internal static class Slip39Text
{
    internal const int MinWords = 20;
    internal const int MaxWords = 59;
    internal const int HeaderWords = 4;

    private const int WordBits = 10;
    private const int MaxPadding = 8;

    internal static int WordsFor(int valueLength) => HeaderWords + (((valueLength * 8) + WordBits - 1) / WordBits) + Rs1024.Words;

    /// <summary>Bytes of the value in so many words, or 0 when no value has so many.</summary>
    internal static int ValueLength(int words)
    {
        var bits = (words - HeaderWords - Rs1024.Words) * WordBits;
        return words is >= MinWords and <= MaxWords && bits % 16 <= MaxPadding ? bits / 16 * 2 : 0;
    }

    internal static void Encode(Slip39Set set, Slip39Place place, ReadOnlySpan<byte> value, Span<ushort> words)
    {
        var head = (set.Identifier << 5) | (set.Extendable ? 16 : 0) | set.IterationExponent;
        var tail = (place.GroupIndex << 16) | ((set.GroupThreshold - 1) << 12) | ((set.GroupCount - 1) << 8)
            | (place.MemberIndex << 4) | (place.MemberThreshold - 1);
        (words[0], words[1]) = ((ushort)(head >> WordBits), (ushort)(head & 0x3FF));
        (words[2], words[3]) = ((ushort)(tail >> WordBits), (ushort)(tail & 0x3FF));
        var body = words[HeaderWords..^Rs1024.Words];
        body.Clear();
        var padding = (body.Length * WordBits) - (value.Length * 8);
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            var place10 = padding + bit;
            var set10 = (value[bit / 8] >> (7 - (bit % 8))) & 1;
            body[place10 / WordBits] |= (ushort)(set10 << (WordBits - 1 - (place10 % WordBits)));
        }

        Rs1024.Set(words, set.Extendable);
    }

    /// <summary>Reads verified words. <paramref name="value"/> has the length that <see cref="ValueLength"/> gives.</summary>
    internal static Slip39Failure Decode(ReadOnlySpan<ushort> words, out Slip39Set set, out Slip39Place place, Span<byte> value)
    {
        var head = (words[0] << WordBits) | words[1];
        var tail = (words[2] << WordBits) | words[3];
        set = new Slip39Set(head >> 5, (head & 16) != 0, head & 15, ((tail >> 12) & 15) + 1, ((tail >> 8) & 15) + 1);
        place = new Slip39Place(tail >> 16, (tail >> 4) & 15, (tail & 15) + 1);
        if (!Rs1024.Verify(words, set.Extendable))
        {
            return Slip39Failure.Checksum;
        }

        if (set.GroupThreshold > set.GroupCount || place.GroupIndex >= set.GroupCount)
        {
            return Slip39Failure.Parameters;
        }

        var body = words[HeaderWords..^Rs1024.Words];
        var padding = (body.Length * WordBits) - (value.Length * 8);
        value.Clear();
        for (var bit = 0; bit < value.Length * 8; bit++)
        {
            var place10 = padding + bit;
            var set10 = (body[place10 / WordBits] >> (WordBits - 1 - (place10 % WordBits))) & 1;
            value[bit / 8] |= (byte)(set10 << (7 - (bit % 8)));
        }

        // At most 8 bits, so all of the padding is in the first word.
        return body[0] >> (WordBits - padding) == 0 ? Slip39Failure.None : Slip39Failure.Padding;
    }

    internal static int MnemonicLength(ReadOnlySpan<ushort> words)
    {
        var length = words.Length - 1;
        foreach (var word in words)
        {
            length += Slip39Words.Length(word);
        }

        return length;
    }

    internal static void Write(ReadOnlySpan<ushort> words, Span<byte> utf8)
    {
        for (var i = 0; i < words.Length; i++)
        {
            utf8 = Slip39Words.Write(words[i], utf8);
            if (i < words.Length - 1)
            {
                utf8[0] = (byte)' ';
                utf8 = utf8[1..];
            }
        }
    }

    /// <summary>Reads the words of a text, between runs of blanks. Gives how many, and the number from 1 of the first unknown one.</summary>
    internal static Slip39Failure Read(ReadOnlySpan<byte> utf8, Span<ushort> words, out int count, out int wordNumber)
    {
        (count, wordNumber) = (0, 0);
        for (var rest = utf8.TrimStart(Blanks); !rest.IsEmpty; rest = rest.TrimStart(Blanks))
        {
            var end = rest.IndexOfAny(Blanks);
            var word = end < 0 ? rest : rest[..end];
            if (count == words.Length)
            {
                return Slip39Failure.WordCount;
            }

            var index = Slip39Words.Find(word);
            if (index < 0)
            {
                wordNumber = count + 1;
                return Slip39Failure.UnknownWord;
            }

            words[count++] = (ushort)index;
            rest = rest[word.Length..];
        }

        return Slip39Failure.None;
    }

    internal static void Zero(Span<ushort> words) => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(words));

    private static ReadOnlySpan<byte> Blanks => " \t\r\n"u8;
}
