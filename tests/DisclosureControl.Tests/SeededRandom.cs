using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.DisclosureControl.Tests;

/// <summary>Replayable bytes: SHA-256 of seed and counter. Never outside tests.</summary>
internal sealed class SeededRandom
{
    private readonly byte[] block = new byte[40];
    private readonly byte[] bytes = new byte[32];
    private int used = 32;
    private ulong counter;

    internal SeededRandom(string seed) => SHA256.HashData(Encoding.UTF8.GetBytes(seed)).CopyTo(block, 0);

    internal RandomFill Fill => FillCore;

    internal int Below(int bound)
    {
        Span<byte> word = stackalloc byte[8];
        FillCore(word);
        return (int)(BinaryPrimitives.ReadUInt64BigEndian(word) % (ulong)bound);
    }

    internal double Unit()
    {
        Span<byte> word = stackalloc byte[8];
        FillCore(word);
        return ((BinaryPrimitives.ReadUInt64BigEndian(word) >> 11) + 0.5) / (1UL << 53);
    }

    internal T[] Shuffled<T>(IEnumerable<T> items)
    {
        var array = items.ToArray();
        for (var last = array.Length - 1; last > 0; last--)
        {
            var other = Below(last + 1);
            (array[last], array[other]) = (array[other], array[last]);
        }

        return array;
    }

    private void FillCore(Span<byte> buffer)
    {
        while (buffer.Length > 0)
        {
            if (used == bytes.Length)
            {
                BinaryPrimitives.WriteUInt64BigEndian(block.AsSpan(32), counter++);
                SHA256.HashData(block, bytes);
                used = 0;
            }

            var part = Math.Min(buffer.Length, bytes.Length - used);
            bytes.AsSpan(used, part).CopyTo(buffer);
            used += part;
            buffer = buffer[part..];
        }
    }
}
