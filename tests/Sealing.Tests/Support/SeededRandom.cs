using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Sealing.Tests.Support;

/// <summary>SHA-256 of a seed and a counter: the same bytes in every run.</summary>
internal sealed class SeededRandom(string seed)
{
    private readonly byte[] seedBytes = Encoding.UTF8.GetBytes(seed);
    private ulong counter;

    public void Fill(Span<byte> buffer)
    {
        Span<byte> number = stackalloc byte[8];
        while (!buffer.IsEmpty)
        {
            BinaryPrimitives.WriteUInt64BigEndian(number, counter++);
            var block = SHA256.HashData([.. seedBytes, .. number]).AsSpan();
            block = block[..Math.Min(block.Length, buffer.Length)];
            block.CopyTo(buffer);
            buffer = buffer[block.Length..];
        }
    }

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        Fill(bytes);
        return bytes;
    }

    public int Below(int limit) => (int)(BinaryPrimitives.ReadUInt32BigEndian(Bytes(4)) % (uint)limit);
}
