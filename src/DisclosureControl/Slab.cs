using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>Values at stable small numbers from 1 on, in chunks: it grows without copying what it holds.</summary>
/// <remarks>
/// Pinned, so that the collector leaves no copies behind; only the first chunk grows by copying, so that a small slab is
/// small, and the old one is overwritten. A reference into the slab is good until the next <see cref="Add"/>.
/// </remarks>
internal sealed class Slab<T>
    where T : unmanaged
{
    private const int ChunkBits = 12;
    private const int ChunkSize = 1 << ChunkBits;
    private const int FirstSize = 8;
    private T[][] chunks = [GC.AllocateArray<T>(FirstSize, pinned: true)];
    private uint used = 1;

    /// <summary>One more than the last number in use.</summary>
    internal uint End => used;

    internal ref T this[uint number] => ref chunks[number >> ChunkBits][number & (ChunkSize - 1)];

    internal uint Add()
    {
        var chunk = (int)(used >> ChunkBits);
        if (chunk == chunks.Length)
        {
            Array.Resize(ref chunks, chunks.Length * 2);
        }

        chunks[chunk] ??= GC.AllocateArray<T>(ChunkSize, pinned: true);
        if (chunk == 0 && used == chunks[0].Length)
        {
            GrowTheFirst();
        }

        return used++;
    }

    /// <summary>Gives the last number back, overwritten.</summary>
    internal void DropLast() => this[--used] = default;

    internal void Wipe()
    {
        foreach (var chunk in chunks)
        {
            CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(chunk.AsSpan()));
        }
    }

    private void GrowTheFirst()
    {
        var larger = GC.AllocateArray<T>(chunks[0].Length * 2, pinned: true);
        chunks[0].CopyTo(larger, 0);
        CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(chunks[0].AsSpan()));
        chunks[0] = larger;
    }
}
