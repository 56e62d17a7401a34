namespace Broker.DisclosureControl;

/// <summary>Every (organisation, leaf, stratum) that a record of the book named, by a small number, with its sources counted.</summary>
/// <remarks>
/// INVARIANT: the slots' counts are a function of the places of the sources that do not rest. A slot stays when its last
/// record goes; at most organisations × leaves × strata.
/// </remarks>
internal sealed class CellSlots(CellHash hash)
{
    private readonly Slab<CellSlot> slots = new();
    private readonly CellIndex index = new();

    internal uint End => slots.End;

    internal ref CellSlot this[uint slot] => ref slots[slot];

    internal uint Intern(int area, int category, int stratum, OrganisationKey organisation)
    {
        var leaf = CellSlot.LeafOf(area, category, stratum);
        var known = Find(leaf, organisation.Value);
        if (known != 0)
        {
            return known;
        }

        var presence = CellSlot.PresenceOf(area, stratum);
        var behind = Find(presence, organisation.Value);
        return Add(leaf, organisation.Value, behind != 0 ? behind : Add(presence, organisation.Value, 0));
    }

    internal uint Find(uint leaf, ulong organisation)
    {
        var sought = HashOf(leaf, organisation);
        var position = index.Start(sought);
        uint slot;
        while ((slot = index.Next(sought, ref position)) != 0)
        {
            ref var held = ref slots[slot];
            if (held.Leaf == leaf && held.Organisation == organisation)
            {
                break;
            }
        }

        return slot;
    }

    internal void Count(uint slot, int change)
    {
        ref var held = ref slots[slot];
        held.Sources += change;
        slots[held.Presence].Sources += change;
    }

    /// <summary>Negative where the left one counts before the right one among records of one area, or of other categories.</summary>
    internal int Compare(uint left, uint right)
    {
        ref CellSlot one = ref slots[left], other = ref slots[right];
        return one.Leaf != other.Leaf ? one.Leaf.CompareTo(other.Leaf) : one.Organisation.CompareTo(other.Organisation);
    }

    /// <summary>Whether as many sources stand in each slot of both.</summary>
    internal bool CountsTheSame(CellSlots other) => Covers(other) && other.Covers(this);

    /// <summary>The exact numbers of each stratum in the plan's order, organisations last.</summary>
    internal long[][] Counts(MeasurementPlan plan)
    {
        var counts = new long[plan.Tiers.Count][];
        for (var stratum = 0; stratum < counts.Length; stratum++)
        {
            counts[stratum] = new long[plan.Width];
        }

        for (var slot = 1u; slot < slots.End; slot++)
        {
            AddTo(plan, counts, in slots[slot]);
        }

        return counts;
    }

    internal void Wipe()
    {
        slots.Wipe();
        index.Wipe();
    }

    private static void AddTo(MeasurementPlan plan, long[][] counts, in CellSlot slot)
    {
        var row = counts[slot.Stratum];
        if (slot.IsPresence)
        {
            if (plan.CountsOrganisations && slot.Sources > 0)
            {
                row[plan.Keys.Count + slot.Area]++;
            }

            return;
        }

        // The cap is on the count: it drops no source, so nobody's presence decides whether another one counts.
        var sources = Math.Min(plan.OrganisationCap, slot.Sources);
        row[plan.IndexOf(CellGroup.Country)] += sources;
        row[plan.IndexOf(CellGroup.Area) + slot.Area] += sources;
        row[plan.IndexOf(CellGroup.Category) + slot.Category] += sources;
        if (plan.HasGroup(CellGroup.Leaf))
        {
            row[plan.IndexOf(CellGroup.Leaf) + (slot.Area * plan.Categories.Count) + slot.Category] += sources;
        }
    }

    private bool Covers(CellSlots other)
    {
        for (var slot = 1u; slot < slots.End; slot++)
        {
            ref var held = ref slots[slot];
            if (held.Sources != 0)
            {
                var same = other.Find(held.Leaf, held.Organisation);
                if (same == 0 || other[same].Sources != held.Sources)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private uint Add(uint leaf, ulong organisation, uint presence)
    {
        var number = slots.Add();
        slots[number] = new CellSlot { Leaf = leaf, Organisation = organisation, Presence = presence };
        index.Add(HashOf(leaf, organisation), number);
        return number;
    }

    private uint HashOf(uint leaf, ulong organisation) => hash.Of(((UInt128)leaf << 64) | organisation);
}
