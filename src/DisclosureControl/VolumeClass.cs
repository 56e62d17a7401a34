namespace Broker.DisclosureControl;

/// <summary>How much a country reports, judged by the last block's noisy total only.</summary>
public enum VolumeClass
{
    /// <summary>Fewer than 50 records a week.</summary>
    Small,

    /// <summary>Fewer than 500 records a week.</summary>
    Medium,

    /// <summary>500 records a week or more.</summary>
    Large,
}
