namespace Broker.DisclosureControl;

/// <summary>The fixed order of a plan's cells: country, areas, categories, leaves area by area.</summary>
internal static class PlanKeys
{
    internal static readonly CellGroup[] Groups = [CellGroup.Country, CellGroup.Area, CellGroup.Category, CellGroup.Leaf];

    internal static CellKey[] InOrder(int areas, int categories, bool leaves)
    {
        var keys = new List<CellKey>(1 + areas + categories + (leaves ? areas * categories : 0)) { new(CellGroup.Country) };
        keys.AddRange(Enumerable.Range(0, areas).Select(area => new CellKey(CellGroup.Area, area)));
        keys.AddRange(Enumerable.Range(0, categories).Select(category => new CellKey(CellGroup.Category, -1, category)));
        for (var leaf = 0; leaves && leaf < areas * categories; leaf++)
        {
            keys.Add(new CellKey(CellGroup.Leaf, leaf / categories, leaf % categories));
        }

        return [.. keys];
    }

    internal static int FirstIndex(CellGroup group, int areas, int categories) => group switch
    {
        CellGroup.Country => 0,
        CellGroup.Area => 1,
        CellGroup.Category => 1 + areas,
        CellGroup.Leaf => 1 + areas + categories,
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };

    internal static int CountOf(CellGroup group, int areas, int categories) => group switch
    {
        CellGroup.Country => 1,
        CellGroup.Area => areas,
        CellGroup.Category => categories,
        CellGroup.Leaf => areas * categories,
        _ => throw new ArgumentOutOfRangeException(nameof(group)),
    };
}
