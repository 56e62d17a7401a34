namespace Broker.Briefings;

/// <summary>The outline of one area on a map, in whole units of the map.</summary>
/// <param name="Code">P-code of level 1.</param>
/// <param name="Path">SVG path data: <c>M</c>, relative <c>l</c> and <c>z</c> with whole numbers only.</param>
/// <param name="LabelX">A point well inside the outline.</param>
/// <param name="LabelY">A point well inside the outline.</param>
/// <param name="Room">Units from that point to the nearest border: whether a label fits.</param>
/// <param name="CentreX">The centroid of the outline, which may lie outside of it.</param>
/// <param name="CentreY">The centroid of the outline.</param>
public sealed record MapArea(string Code, string Path, int LabelX, int LabelY, int Room, int CentreX, int CentreY);
