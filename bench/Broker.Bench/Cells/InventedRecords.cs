using System.Buffers.Binary;
using System.Security.Cryptography;
using Broker.DisclosureControl;

namespace Broker.Bench.Cells;

/// <summary>Made-up records of a block, each a function of its number: so many need not stand anywhere.</summary>
/// <remarks>Records of a source come far apart, as they do in a country, and keys look random, as the vault's are.</remarks>
internal sealed class InventedRecords(int records, int sources)
{
    internal const int Areas = 17;
    internal const int Kinds = 3;
    internal const int Organisations = 100;
    internal const int Strata = 3;

    private readonly ulong seed = BinaryPrimitives.ReadUInt64LittleEndian(RandomNumberGenerator.GetBytes(8));

    internal int Count => records;

    internal int Sources => sources;

    internal Contribution Contribution(int number)
    {
        unchecked
        {
            ulong source = Source(number);
            ulong drawn = Mix(seed + 3 + (ulong)number);
            return new Contribution(
                new SourceKey(Wide(source)),
                new OrganisationKey(source % Organisations),
                (int)((drawn & 0xFFFF) % Areas),
                (int)(((drawn >> 16) & 0xFFFF) % Kinds),
                (int)(((drawn >> 32) & 0xFFFF) % Strata));
        }
    }

    internal RecordKey Record(int number) => new(Wide(unchecked((ulong)number + (1UL << 40))));

    // Each round names every source once, in an order of its own.
    private ulong Source(int number) => (ulong)number < (ulong)sources
        ? (ulong)number
        : Mix(unchecked(seed + 7 + (ulong)number)) % (ulong)sources;

    private UInt128 Wide(ulong number) => unchecked(new UInt128(Mix(seed + 1 + (number * 2)), Mix((seed ^ 0xA5A5) + (number * 2))));

    // SplitMix64's finisher (Steele, Lea, Flood, OOPSLA 2014).
    private static ulong Mix(ulong value)
    {
        unchecked
        {
            value = (value + 0x9E37_79B9_7F4A_7C15) * 0xBF58_476D_1CE4_E5B9;
            value = (value ^ (value >> 27)) * 0x94D0_49BB_1331_11EB;
            return value ^ (value >> 31);
        }
    }
}
