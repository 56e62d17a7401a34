namespace Broker.Transparency;

/// <summary>Why a signed note is not accepted. Closed: a new reason is a new member.</summary>
public enum NoteFault
{
    /// <summary>The note is accepted.</summary>
    None = 0,

    /// <summary>It has not the form of a signed note.</summary>
    Malformed,

    /// <summary>No signature is by a key that is trusted here.</summary>
    NoTrustedSignature,

    /// <summary>A signature says it is by a trusted key and does not verify; the others do not count then.</summary>
    InvalidSignature,
}
