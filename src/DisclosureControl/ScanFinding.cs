namespace Broker.DisclosureControl;

/// <summary>The pattern that a scan names: more separate sources over some areas and blocks than the same areas reported before.</summary>
/// <param name="Areas">Indexes into the plan's areas, ascending. It claims something of them together, of none by itself.</param>
/// <param name="IsWholeCountry">All areas of the plan, records without an area included.</param>
/// <param name="FirstBlock">Name of the first block of the window; the last is the block of the final.</param>
/// <param name="Blocks">Blocks in the window, 1 to 3.</param>
public sealed record ScanFinding(IReadOnlyList<int> Areas, bool IsWholeCountry, string FirstBlock, int Blocks);
