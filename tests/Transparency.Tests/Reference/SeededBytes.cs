using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Broker.Transparency.Tests.Reference;

/// <summary>A deterministic stream for tests: SHA-256 of a seed and a counter.</summary>
internal sealed class SeededBytes(string seed)
{
    private ulong counter;

    internal byte[] Next(int count)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count; done += 32)
        {
            var block = Block();
            block.AsSpan(0, Math.Min(32, count - done)).CopyTo(bytes.AsSpan(done));
        }

        return bytes;
    }

    /// <summary>0 to limit - 1; the tiny bias of the remainder does not matter to a test.</summary>
    internal int Below(int limit) => (int)(BinaryPrimitives.ReadUInt64LittleEndian(Block()) % (ulong)limit);

    private byte[] Block() => SHA256.HashData(Encoding.UTF8.GetBytes(
        string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{seed}/{unchecked(counter++)}")));
}
