using System.Numerics;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>Choices made from handed-in random bytes, each byte used once and wiped.</summary>
internal sealed class Coins(RandomFill random, int bufferSize = 512) : ICoins
{
    // A working generator leaves this many bytes all nought with a chance of 2^-512.
    private const int TellingBytes = 64;

    private readonly byte[] buffer = new byte[bufferSize];
    private int used = bufferSize;

    // Rejection: the fewest bits that hold bound - 1, drawn again until below bound, so that no value is favoured.
    public ulong Below(ulong bound)
    {
        if (bound <= 1)
        {
            return 0;
        }

        var bits = 64 - BitOperations.LeadingZeroCount(bound - 1);
        var mask = ulong.MaxValue >> (64 - bits);
        ulong value;
        do
        {
            value = Next((bits + 7) / 8) & mask;
        }
        while (value >= bound);
        return value;
    }

    public bool Chance(ulong numerator, ulong denominator) => Below(denominator) < numerator;

    public bool ChanceExp(UInt128 numerator, ulong denominator) => BernoulliExp.Draw(this, numerator, denominator);

    internal void Forget()
    {
        CryptographicOperations.ZeroMemory(buffer);
        used = buffer.Length;
    }

    private ulong Next(int bytes)
    {
        if (used + bytes > buffer.Length)
        {
            Fill();
        }

        var value = 0UL;
        for (var end = used + bytes; used < end; used++)
        {
            value = (value << 8) | buffer[used];
            buffer[used] = 0;
        }

        return value;
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
