using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Broker.Tests.Cli;

/// <summary>A stream of bytes that a seed decides: SHA-256 over seed and counter.</summary>
internal sealed class CounterRandom(int seed)
{
    private int counter;

    public void Fill(Span<byte> buffer)
    {
        Span<byte> input = stackalloc byte[8];
        Span<byte> block = stackalloc byte[32];
        while (!buffer.IsEmpty)
        {
            BinaryPrimitives.WriteInt32BigEndian(input, seed);
            BinaryPrimitives.WriteInt32BigEndian(input[4..], counter++);
            SHA256.HashData(input, block);
            var take = Math.Min(buffer.Length, block.Length);
            block[..take].CopyTo(buffer);
            buffer = buffer[take..];
        }
    }
}
