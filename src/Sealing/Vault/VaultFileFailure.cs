namespace Broker.Sealing;

/// <summary>Why a vault file is refused. A closed list.</summary>
public enum VaultFileFailure
{
    /// <summary>It is a vault file.</summary>
    None,

    /// <summary>Longer than 32 KiB.</summary>
    TooLarge,

    /// <summary>Not the lines of a vault file.</summary>
    Malformed,

    /// <summary>Of another broker instance.</summary>
    WrongOrigin,

    /// <summary>Names, sizes or thresholds that no plan can have.</summary>
    Groups,
}
