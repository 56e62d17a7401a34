using System.Buffers.Binary;
using System.Collections.Immutable;

namespace Broker.DisclosureControl;

/// <summary>What measurements have cost one source, block by block: the arithmetic of the source ledger, exact.</summary>
/// <remarks>
/// A value: <see cref="Charge"/> returns another. Costs add up (zCDP composes by addition). The cap holds for every window
/// of consecutive blocks, whatever the order of charges: a final of a block is measured after flashes of the next.
/// Bytes, big-endian: 1 byte version 1; 2 bytes number of blocks; for each block, ascending: 4 bytes ordinal, 8 bytes
/// numerator, 8 bytes denominator, in lowest terms, more than 0.
/// </remarks>
public sealed class ZcdpBudget
{
    /// <summary>Blocks in a year.</summary>
    public const int YearInBlocks = 13;

    private const byte Version = 1;
    private const int EntrySize = 20;
    private readonly ImmutableSortedDictionary<int, Rational> costs;

    private ZcdpBudget(ImmutableSortedDictionary<int, Rational> costs) => this.costs = costs;

    /// <summary>A source that was never counted.</summary>
    public static ZcdpBudget Empty { get; } = new(ImmutableSortedDictionary<int, Rational>.Empty);

    /// <summary>Block ordinals and what each cost, ascending.</summary>
    public IReadOnlyDictionary<int, Rational> Costs => costs;

    /// <summary>Everything that the source ever cost: years at the cap add up, and this says so.</summary>
    public Rational Total => costs.Values.Aggregate(Rational.Zero, (sum, cost) => sum + cost);

    /// <summary>Whether the cost fits under the cap in every window of <paramref name="window"/> consecutive blocks that holds the block.</summary>
    /// <param name="rho">More than 0.</param>
    /// <param name="cap">Most zCDP in a window.</param>
    /// <param name="ordinal">The block to charge.</param>
    /// <param name="window">Consecutive blocks, 1 to 1,000; a year by default.</param>
    public bool MayCharge(Rational rho, Rational cap, int ordinal, int window = YearInBlocks)
    {
        RequireCost(rho);
        ArgumentOutOfRangeException.ThrowIfLessThan(window, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(window, 1_000);
        for (var first = ordinal - window + 1; first <= ordinal; first++)
        {
            if (Spent(first, first + window - 1) + rho > cap)
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>The budget after the charge; it checks no cap.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The cost is not positive, or the block's sum leaves 64-bit terms.</exception>
    public ZcdpBudget Charge(Rational rho, int ordinal)
    {
        RequireCost(rho);
        var sum = costs.GetValueOrDefault(ordinal) + rho;
        RequireCost(sum);
        return new ZcdpBudget(costs.SetItem(ordinal, sum));
    }

    /// <summary>What was charged in the blocks from first to last.</summary>
    public Rational Spent(int first, int last) =>
        costs.Where(cost => cost.Key >= first && cost.Key <= last).Aggregate(Rational.Zero, (sum, cost) => sum + cost.Value);

    /// <summary>The bytes described above.</summary>
    public byte[] Encode()
    {
        var bytes = new byte[3 + (EntrySize * costs.Count)];
        bytes[0] = Version;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(1), (ushort)costs.Count);
        var at = bytes.AsSpan(3);
        foreach (var (ordinal, cost) in costs)
        {
            BinaryPrimitives.WriteInt32BigEndian(at, ordinal);
            BinaryPrimitives.WriteUInt64BigEndian(at[4..], (ulong)cost.Numerator);
            BinaryPrimitives.WriteUInt64BigEndian(at[12..], (ulong)cost.Denominator);
            at = at[EntrySize..];
        }

        return bytes;
    }

    /// <summary>Reads exactly what <see cref="Encode"/> wrote; anything else is refused.</summary>
    public static bool TryDecode(ReadOnlySpan<byte> bytes, out ZcdpBudget budget)
    {
        budget = Empty;
        if (bytes.Length < 3 || bytes[0] != Version || bytes.Length != 3 + (EntrySize * BinaryPrimitives.ReadUInt16BigEndian(bytes[1..])))
        {
            return false;
        }

        var costs = ImmutableSortedDictionary.CreateBuilder<int, Rational>();
        var previous = (long)int.MinValue - 1;
        for (var entry = bytes[3..]; entry.Length > 0; entry = entry[EntrySize..])
        {
            var ordinal = BinaryPrimitives.ReadInt32BigEndian(entry);
            var numerator = BinaryPrimitives.ReadUInt64BigEndian(entry[4..]);
            var denominator = BinaryPrimitives.ReadUInt64BigEndian(entry[12..]);
            if (ordinal <= previous || numerator == 0 || denominator == 0)
            {
                return false;
            }

            var cost = new Rational(numerator, denominator);
            if (cost.Numerator != numerator)
            {
                return false;
            }

            costs.Add(ordinal, cost);
            previous = ordinal;
        }

        budget = new ZcdpBudget(costs.ToImmutable());
        return true;
    }

    private static void RequireCost(Rational rho)
    {
        if (rho.Sign <= 0 || rho.Numerator > ulong.MaxValue || rho.Denominator > ulong.MaxValue)
        {
            throw new ArgumentOutOfRangeException(nameof(rho));
        }
    }
}
