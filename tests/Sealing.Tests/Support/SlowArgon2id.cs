using System.Buffers.Binary;

namespace Broker.Sealing.Tests.Support;

/// <summary>Argon2id, version 0x13, written from RFC 9106, any number of lanes: the slow reference.</summary>
internal sealed class SlowArgon2id
{
    private const int Words = 128;

    private readonly int lanes;
    private readonly int passes;
    private readonly int columns;
    private readonly int segment;
    private readonly ulong[,][] memory;

    private SlowArgon2id(int lanes, int passes, int memoryKiB)
    {
        (this.lanes, this.passes) = (lanes, passes);
        segment = memoryKiB / (4 * lanes);
        columns = 4 * segment;
        memory = new ulong[lanes, columns][];
    }

    public static byte[] Derive(
        byte[] password, byte[] salt, byte[] secret, byte[] data, int lanes, int passes, int memoryKiB, int length)
    {
        var seed = SlowBlake2b.Hash(
            64, Number(lanes), Number(length), Number(memoryKiB), Number(passes), Number(0x13), Number(2),
            Number(password.Length), password, Number(salt.Length), salt, Number(secret.Length), secret, Number(data.Length), data);
        return new SlowArgon2id(lanes, passes, memoryKiB).Run(seed, memoryKiB, length);
    }

    /// <summary>RFC 9106 §3.3.</summary>
    private static byte[] LongHash(byte[] input, int length)
    {
        if (length <= 64)
        {
            return SlowBlake2b.Hash(length, Number(length), input);
        }

        var output = new List<byte>();
        var value = SlowBlake2b.Hash(64, Number(length), input);
        while (length - output.Count > 64)
        {
            output.AddRange(value[..32]);
            var left = length - output.Count;
            value = SlowBlake2b.Hash(Math.Min(left, 64), value);
        }

        output.AddRange(value);
        return [.. output];
    }

    private static byte[] Number(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private byte[] Run(byte[] seed, int memoryKiB, int length)
    {
        for (var lane = 0; lane < lanes; lane++)
        {
            for (var column = 0; column < 2; column++)
            {
                memory[lane, column] = FromBytes(LongHash([.. seed, .. Number(column), .. Number(lane)], 8 * Words));
            }
        }

        for (var pass = 0; pass < passes; pass++)
        {
            for (var slice = 0; slice < 4; slice++)
            {
                for (var lane = 0; lane < lanes; lane++)
                {
                    FillSegment(pass, slice, lane, memoryKiB);
                }
            }
        }

        var last = new ulong[Words];
        for (var lane = 0; lane < lanes; lane++)
        {
            last = Xor(last, memory[lane, columns - 1]);
        }

        var bytes = new byte[8 * Words];
        for (var i = 0; i < Words; i++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(bytes.AsSpan(8 * i), last[i]);
        }

        return LongHash(bytes, length);
    }

    private void FillSegment(int pass, int slice, int lane, int memoryKiB)
    {
        // The first half of the first pass chooses its references independently of the data, from counters.
        var independent = pass == 0 && slice < 2;
        var addresses = new ulong[Words];
        for (var index = 0; index < segment; index++)
        {
            if (independent && index % Words == 0)
            {
                var counter = new ulong[Words];
                ulong[] input = [(ulong)pass, (ulong)lane, (ulong)slice, (ulong)(lanes * columns), (ulong)passes, 2, (ulong)((index / Words) + 1)];
                input.CopyTo(counter, 0);
                addresses = Compress(new ulong[Words], Compress(new ulong[Words], counter));
            }

            if (pass == 0 && slice == 0 && index < 2)
            {
                continue;
            }

            var column = (slice * segment) + index;
            var previous = memory[lane, (column + columns - 1) % columns];
            var random = independent ? addresses[index % Words] : previous[0];
            var (otherLane, otherColumn) = Reference(pass, slice, lane, index, random);
            var made = Compress(previous, memory[otherLane, otherColumn]);
            memory[lane, column] = pass == 0 ? made : Xor(made, memory[lane, column]);
        }
    }

    /// <summary>RFC 9106 §3.4.1.3 and §3.4.2.</summary>
    private (int Lane, int Column) Reference(int pass, int slice, int lane, int index, ulong random)
    {
        var (first, second) = (random & 0xFFFFFFFF, random >> 32);
        var otherLane = pass == 0 && slice == 0 ? lane : (int)(second % (ulong)lanes);
        var same = otherLane == lane;
        var finished = pass == 0 ? slice * segment : columns - segment;
        var size = same ? finished + index - 1 : finished - (index == 0 ? 1 : 0);
        var square = (first * first) >> 32;
        var back = ((ulong)size * square) >> 32;
        var relative = size - 1 - (int)back;
        var start = pass == 0 ? 0 : (slice + 1) % 4 * segment;
        return (otherLane, (start + relative) % columns);
    }

    private static ulong[] Compress(ulong[] left, ulong[] right)
    {
        var mixed = Xor(left, right);
        var work = mixed.ToArray();
        for (var row = 0; row < 8; row++)
        {
            Permute(work, Enumerable.Range(0, 16).Select(i => (16 * row) + i).ToArray());
        }

        for (var column = 0; column < 8; column++)
        {
            Permute(work, Enumerable.Range(0, 16).Select(i => (16 * (i / 2)) + (2 * column) + (i % 2)).ToArray());
        }

        return Xor(work, mixed);
    }

    private static void Permute(ulong[] work, int[] places)
    {
        for (var i = 0; i < 8; i++)
        {
            var (a, b, c, d) = i < 4
                ? (i, 4 + i, 8 + i, 12 + i)
                : (i - 4, 4 + ((i - 3) % 4), 8 + ((i - 2) % 4), 12 + ((i - 1) % 4));
            Mix(work, places[a], places[b], places[c], places[d]);
        }
    }

    private static void Mix(ulong[] v, int a, int b, int c, int d)
    {
        v[a] = Add(v[a], v[b]);
        v[d] = ulong.RotateRight(v[d] ^ v[a], 32);
        v[c] = Add(v[c], v[d]);
        v[b] = ulong.RotateRight(v[b] ^ v[c], 24);
        v[a] = Add(v[a], v[b]);
        v[d] = ulong.RotateRight(v[d] ^ v[a], 16);
        v[c] = Add(v[c], v[d]);
        v[b] = ulong.RotateRight(v[b] ^ v[c], 63);
    }

    private static ulong Add(ulong x, ulong y) => unchecked(x + y + (2 * (x & 0xFFFFFFFF) * (y & 0xFFFFFFFF)));

    private static ulong[] Xor(ulong[] left, ulong[] right) => [.. left.Zip(right, (x, y) => x ^ y)];

    private static ulong[] FromBytes(byte[] bytes) => [.. Enumerable.Range(0, Words).Select(i => BinaryPrimitives.ReadUInt64LittleEndian(bytes.AsSpan(8 * i)))];
}
