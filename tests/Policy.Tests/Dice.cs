using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Policy.Tests;

/// <summary>A reproducible stream of numbers: SHA-256 of a seed and a counter.</summary>
internal sealed class Dice(string seed)
{
    private readonly byte[] _seed = SHA256.HashData(Encoding.UTF8.GetBytes(seed));
    private readonly byte[] _block = new byte[32];
    private long _counter;
    private int _used = 32;

    /// <summary>A number from 0 to bound - 1; the small bias of the remainder does not matter here.</summary>
    internal int Below(int bound) => (int)(Next() % (uint)bound);

    internal bool OneIn(int n) => Below(n) == 0;

    internal T Of<T>(IReadOnlyList<T> items) => items[Below(items.Count)];

    internal List<T> Some<T>(IReadOnlyList<T> items, int least)
    {
        List<T> left = [.. items];
        var some = new List<T>();
        for (int n = least + Below(items.Count - least + 1); n > 0; n--)
        {
            T item = Of(left);
            left.Remove(item);
            some.Add(item);
        }

        return some;
    }

    private uint Next()
    {
        if (_used == _block.Length)
        {
            Span<byte> input = stackalloc byte[40];
            _seed.CopyTo(input);
            BinaryPrimitives.WriteInt64BigEndian(input[32..], _counter++);
            SHA256.HashData(input, _block);
            _used = 0;
        }

        uint number = BinaryPrimitives.ReadUInt32BigEndian(_block.AsSpan(_used));
        _used += 4;
        return number;
    }
}
