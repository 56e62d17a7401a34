namespace Broker.Transparency;

/// <summary>Why a trust file is not accepted. Closed: a new reason is a new member.</summary>
public enum TrustFileFault
{
    /// <summary>The file is accepted.</summary>
    None = 0,

    /// <summary>It is longer than a trust file may be, not UTF-8, has control characters or lacks the final newline.</summary>
    NotText,

    /// <summary>A line starts with another word than `log` or `identity`, is empty or is a comment.</summary>
    UnknownLine,

    /// <summary>A key is not in the verifier key form.</summary>
    MalformedKey,

    /// <summary>A second line of a kind.</summary>
    Duplicate,

    /// <summary>There is no `log` line.</summary>
    LogMissing,
}
