using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broker.Briefings.Tests;

/// <summary>A deterministic stream for tests: SHA-256 of a seed and a counter.</summary>
internal sealed class SeededBytes(int seed)
{
    private long counter;

    public void Fill(Span<byte> buffer)
    {
        Span<byte> input = stackalloc byte[12];
        while (!buffer.IsEmpty)
        {
            BinaryPrimitives.WriteInt32LittleEndian(input, seed);
            BinaryPrimitives.WriteInt64LittleEndian(input[4..], counter++);
            byte[] block = SHA256.HashData(input);
            int take = Math.Min(block.Length, buffer.Length);
            block.AsSpan(0, take).CopyTo(buffer);
            buffer = buffer[take..];
        }
    }

    public int Next(int below)
    {
        Span<byte> bytes = stackalloc byte[4];
        Fill(bytes);
        return (int)(BinaryPrimitives.ReadUInt32LittleEndian(bytes) % (uint)below);
    }
}
