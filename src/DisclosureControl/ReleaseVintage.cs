namespace Broker.DisclosureControl;

/// <summary>The two measurements of a period; nothing is ever measured again.</summary>
public enum ReleaseVintage
{
    Flash,
    Final,
}
