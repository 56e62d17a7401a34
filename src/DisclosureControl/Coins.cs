using System.Buffers.Binary;
using System.Numerics;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>Choices made from handed-in random bytes, each bit used at most once and wiped.</summary>
/// <remarks>
/// Bits are taken from a word of 64. Where it holds fewer than are asked for, what is left of it is thrown away, which favours nothing:
/// how many are asked for depends on earlier bits only.
/// </remarks>
internal sealed class Coins
{
    private const int WordSize = sizeof(ulong);

    // A working generator leaves this many bytes all nought with a chance of 2^-512.
    private const int TellingBytes = 64;

    private readonly RandomFill random;
    private readonly byte[] buffer;
    private int used;
    private ulong word;
    private int left;

    internal Coins(RandomFill random, int bufferSize = 1_024)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(bufferSize % WordSize, 0);
        this.random = random;
        buffer = new byte[bufferSize];
        used = bufferSize;
    }

    // Rejection: the fewest bits that hold bound - 1, drawn again until below bound, so that no value is favoured.
    internal ulong Below(ulong bound)
    {
        if (bound <= 1)
        {
            return 0;
        }

        var bits = 64 - BitOperations.LeadingZeroCount(bound - 1);
        ulong value;
        do
        {
            value = Next(bits);
        }
        while (value >= bound);
        return value;
    }

    internal void Forget()
    {
        CryptographicOperations.ZeroMemory(buffer);
        used = buffer.Length;
        (word, left) = (0, 0);
    }

    private ulong Next(int bits)
    {
        if (bits > left)
        {
            Refill();
        }

        var value = word & (ulong.MaxValue >> (64 - bits));
        left -= bits;
        word = bits == 64 ? 0 : word >> bits;
        return value;
    }

    private void Refill()
    {
        if (used == buffer.Length)
        {
            Fill();
        }

        var next = buffer.AsSpan(used, WordSize);
        word = BinaryPrimitives.ReadUInt64LittleEndian(next);
        left = 64;
        next.Clear();
        used += WordSize;
    }

    private void Fill()
    {
        random(buffer);
        used = 0;
        if (buffer.Length >= TellingBytes && !buffer.AsSpan().ContainsAnyExcept((byte)0))
        {
            throw new InvalidOperationException("the random generator gives only noughts");
        }
    }
}
