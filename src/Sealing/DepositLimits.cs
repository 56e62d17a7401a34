namespace Broker.Sealing;

/// <summary>The limits of a deposit, in bytes unless said otherwise. They are checked before any cryptography.</summary>
public static class DepositLimits
{
    /// <summary>The deposit head.</summary>
    public const int Head = 8 * 1024;

    /// <summary>The signed manifest.</summary>
    public const int Manifest = 16 * 1024;

    /// <summary>The caveat document.</summary>
    public const int Caveats = 8 * 1024;

    /// <summary>The sealed observation.</summary>
    public const int Observation = 256 * 1024;

    /// <summary>The source part, an age file.</summary>
    public const int Source = 64 * 1024 * 1024;

    /// <summary>Stanzas of the source part, a count.</summary>
    public const int Stanzas = 16;

    /// <summary>Attachments named in a head, a count.</summary>
    public const int Attachments = 64;

    /// <summary>Packages in a batch, a count.</summary>
    public const int BatchPackages = 4096;

    /// <summary>The container's own header.</summary>
    public const int PackageHeader = 128;

    /// <summary>A whole package.</summary>
    public const int Package = PackageHeader + Manifest + Caveats + Observation + Source;
}
