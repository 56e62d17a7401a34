namespace Broker.Sealing;

/// <summary>Why a signed request is refused. A closed list.</summary>
public enum RequestFailure
{
    /// <summary>A header is absent or is not exactly of the profile's form.</summary>
    Malformed,

    /// <summary>The body is not the one that was signed.</summary>
    ContentDigest,

    /// <summary>Created in the future, by more than the allowance for clocks.</summary>
    NotYetValid,

    /// <summary>Its time has passed.</summary>
    Expired,

    /// <summary>It asks for more than five minutes.</summary>
    WindowTooLong,

    /// <summary>The signature is not this key's over this request.</summary>
    Signature,
}
