namespace Broker.DisclosureControl;

/// <summary>The coordinates of a cell: indexes into <see cref="MeasurementPlan.Areas"/> and <see cref="MeasurementPlan.Categories"/>.</summary>
/// <param name="Group">Which margin or leaf.</param>
/// <param name="Area">Index of the area, -1 where the group has none.</param>
/// <param name="Category">Index of the category, -1 where the group has none.</param>
public readonly record struct CellKey(CellGroup Group, int Area = -1, int Category = -1);
