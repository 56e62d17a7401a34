namespace Broker.DisclosureControl;

/// <summary>Where a source counts: the smallest of its own records' slots, so that no order of arrival can show.</summary>
/// <remarks>
/// The gravest category wins (the lowest index). Among equally grave records of different areas a keyed pseudorandom
/// function decides, so that nobody can arrange to be counted in a chosen area. Within one leaf the most open stratum
/// wins: that record alone already allows it. Two organisations that name one source (a fault, or an attack) are settled
/// by the smaller organisation id: the source still counts once.
/// </remarks>
internal sealed class LeafOrder(CellSlots slots, LeafTie tie)
{
    // Twelve bits of the best's rank are kept, so that most ties need one HMAC and not two. One tie in 4,096 has equal
    // bits and needs the second one after all: rare enough to cost nothing, common enough that tests meet it.
    private const int KeptBits = 12;

    /// <summary>Puts the candidate in the place of the best where it wins.</summary>
    /// <param name="source">The source of both.</param>
    /// <param name="candidate">A slot of one of its records.</param>
    /// <param name="best">The smallest so far.</param>
    /// <param name="bestRank">What is kept of its rank: 0 where nobody asked yet.</param>
    internal void Improve(SourceKey source, uint candidate, ref uint best, ref ushort bestRank)
    {
        if (candidate == best)
        {
            return;
        }

        ref CellSlot one = ref slots[candidate], other = ref slots[best];
        if (one.Category != other.Category)
        {
            if (one.Category < other.Category)
            {
                (best, bestRank) = (candidate, 0);
            }
        }
        else if (one.Area == other.Area)
        {
            best = slots.Compare(candidate, best) < 0 ? candidate : best;
        }
        else
        {
            Settle(source, candidate, ref best, ref bestRank);
        }
    }

    private void Settle(SourceKey source, uint candidate, ref uint best, ref ushort bestRank)
    {
        var rank = RankOf(source, candidate);
        var kept = Kept(rank);
        var wins = kept < bestRank;
        if (bestRank == 0 || bestRank == kept)
        {
            var other = RankOf(source, best);
            bestRank = Kept(other);
            wins = rank < other || (rank == other && slots[candidate].Area < slots[best].Area);
        }

        if (wins)
        {
            (best, bestRank) = (candidate, kept);
        }
    }

    private UInt128 RankOf(SourceKey source, uint slot) => tie.Rank(source, slots[slot].Area, slots[slot].Category);

    private static ushort Kept(UInt128 rank) => (ushort)((ushort)(rank >> (128 - KeptBits)) + 1);
}
