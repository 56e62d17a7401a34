using Broker.DisclosureControl;

namespace Broker.Briefings;

/// <summary>An area in tables, chart and map.</summary>
/// <param name="Cell">Its cell.</param>
/// <param name="Name">Its name.</param>
/// <param name="Code">Its P-code.</param>
/// <param name="Letter">Its key on the map; null where it has no number or no place on the map.</param>
internal sealed record PlaceRow(TierCell Cell, string Name, string Code, string? Letter)
{
    public bool IsPublished => Cell.Status == CellStatus.Published;
}
