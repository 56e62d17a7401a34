namespace Broker.Transparency;

/// <summary>Why a trust file or a file of witnesses is not accepted. Closed: a new reason is a new member.</summary>
public enum TrustFileFault
{
    /// <summary>The file is accepted.</summary>
    None = 0,

    /// <summary>It is longer than such a file may be, not UTF-8, has control characters or lacks the final newline.</summary>
    NotText,

    /// <summary>A line starts with a word that such a file does not have.</summary>
    UnknownLine,

    /// <summary>A line has too few or too many fields.</summary>
    WrongFields,

    /// <summary>A key is not in the verifier key form, or of another signature type than its line asks for.</summary>
    MalformedKey,

    /// <summary>A second log, identity or quorum line; a key, a name or a member of a group twice; the name `none`.</summary>
    Duplicate,

    /// <summary>There is no `log` line.</summary>
    LogMissing,

    /// <summary>There is no `quorum` line; `quorum none` says that no witness is needed.</summary>
    QuorumMissing,

    /// <summary>A group or the quorum names what no line before defines.</summary>
    UnknownName,

    /// <summary>A group's threshold is neither `any`, `all` nor a number from 1 to its members.</summary>
    Threshold,

    /// <summary>More than 32 witnesses or 32 groups.</summary>
    TooMany,
}
