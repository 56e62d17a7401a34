namespace Broker.DisclosureControl;

/// <summary>The group of queries that a cell belongs to; each group has one variance.</summary>
public enum CellGroup
{
    Country,
    Category,
    Area,
    Leaf,
}
