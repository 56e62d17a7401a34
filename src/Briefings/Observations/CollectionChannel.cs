namespace Broker.Briefings;

/// <summary>How a report reached the depositor, as a class.</summary>
public enum CollectionChannel
{
    Witness,
    KeyInformant,
    Media,
    Official,
    Organisation,
    Unknown,
}
