namespace Broker.DisclosureControl;

/// <summary>What one organisation's sources add to one leaf of one stratum, or how many of them stand in one area.</summary>
internal struct CellSlot
{
    internal ulong Organisation;

    /// <summary>Packed so that the gravest category is the smallest, then by area, then by stratum.</summary>
    internal uint Leaf;

    /// <summary>The slot of the same organisation, area and stratum over all categories; 0 for such a slot itself.</summary>
    internal uint Presence;

    /// <summary>Sources that count here.</summary>
    internal int Sources;

    private const int AreaShift = 3;
    private const int CategoryShift = 12;
    private const uint PresenceBit = 1 << 20;

    internal readonly int Stratum => (int)(Leaf & 7);

    internal readonly int Area => (int)((Leaf >> AreaShift) & 511);

    internal readonly int Category => (int)((Leaf >> CategoryShift) & 63);

    internal readonly bool IsPresence => (Leaf & PresenceBit) != 0;

    internal static uint LeafOf(int area, int category, int stratum) =>
        ((uint)category << CategoryShift) | ((uint)area << AreaShift) | (uint)stratum;

    internal static uint PresenceOf(int area, int stratum) => LeafOf(area, 0, stratum) | PresenceBit;
}
