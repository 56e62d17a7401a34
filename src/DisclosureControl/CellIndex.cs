using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace Broker.DisclosureControl;

/// <summary>Finds numbers by the hash of a key that stands elsewhere: open addressing, linear probing, 8 bytes an entry.</summary>
/// <remarks>
/// An entry is hash (32 bits) and number (32 bits, 0: empty). At most three quarters full. Removal moves later entries
/// back, so that no marks of what was removed stay behind. At most 2^30 entries.
/// </remarks>
internal sealed class CellIndex
{
    private const int FewestBits = 3;
    private ulong[] entries = Fresh(FewestBits);
    private int shift = 32 - FewestBits;
    private uint count;

    internal uint Count => count;

    /// <summary>Where to begin looking for a hash.</summary>
    internal uint Start(uint hash) => hash >> shift;

    /// <summary>The next number under that hash from a position on, which moves behind it; 0 when there is none left.</summary>
    internal uint Next(uint hash, ref uint position)
    {
        var mask = (uint)entries.Length - 1;
        while (true)
        {
            var entry = entries[position];
            position = (position + 1) & mask;
            if (entry == 0 || (uint)(entry >> 32) == hash)
            {
                return (uint)(entry & uint.MaxValue);
            }
        }
    }

    internal void Add(uint hash, uint number)
    {
        if ((count + 1UL) * 4 > (ulong)entries.Length * 3)
        {
            Grow();
        }

        Put(entries, shift, ((ulong)hash << 32) | number);
        count++;
    }

    /// <summary>Gives an entry another number.</summary>
    internal void Replace(uint hash, uint number, uint with) => entries[PositionOf(hash, number)] = ((ulong)hash << 32) | with;

    internal void Remove(uint hash, uint number)
    {
        var mask = (uint)entries.Length - 1;
        var hole = PositionOf(hash, number);
        for (var position = (hole + 1) & mask; entries[position] != 0; position = (position + 1) & mask)
        {
            // An entry may move back to the hole unless its own place lies between the hole and where it is.
            var home = (uint)(entries[position] >> 32) >> shift;
            if (Distance(home, position, mask) >= Distance(hole, position, mask))
            {
                entries[hole] = entries[position];
                hole = position;
            }
        }

        entries[hole] = 0;
        count--;
    }

    internal void Wipe() => CryptographicOperations.ZeroMemory(MemoryMarshal.AsBytes(entries.AsSpan()));

    private static uint Distance(uint from, uint to, uint mask) => unchecked(to - from) & mask;

    private static ulong[] Fresh(int bits) => GC.AllocateArray<ulong>(1 << bits, pinned: true);

    private static void Put(ulong[] table, int shift, ulong entry)
    {
        var mask = (uint)table.Length - 1;
        var position = (uint)(entry >> 32) >> shift;
        while (table[position] != 0)
        {
            position = (position + 1) & mask;
        }

        table[position] = entry;
    }

    private uint PositionOf(uint hash, uint number)
    {
        var sought = ((ulong)hash << 32) | number;
        var mask = (uint)entries.Length - 1;
        var position = Start(hash);
        while (entries[position] != sought)
        {
            position = entries[position] == 0 ? throw new InvalidOperationException("the index has no such entry") : (position + 1) & mask;
        }

        return position;
    }

    private void Grow()
    {
        var larger = Fresh(32 - shift + 1);
        foreach (var entry in entries)
        {
            if (entry != 0)
            {
                Put(larger, shift - 1, entry);
            }
        }

        Wipe();
        entries = larger;
        shift--;
    }
}
