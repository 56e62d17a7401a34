namespace Broker.Sealing;

/// <summary>Why a mnemonic is no share, or why shares give no secret. A closed list.</summary>
public enum Slip39Failure
{
    /// <summary>It is a share; the shares gave the secret.</summary>
    None,

    /// <summary>A word is not in the list; its number is given.</summary>
    UnknownWord,

    /// <summary>Not as many words as a share has.</summary>
    WordCount,

    /// <summary>A word is wrong, missing or misplaced.</summary>
    Checksum,

    /// <summary>The unused bits are not zero.</summary>
    Padding,

    /// <summary>It needs more groups than there are, or belongs to a group beyond them.</summary>
    Parameters,

    /// <summary>Sound, but of a passphrase or iteration setting that this product does not use.</summary>
    Unsupported,

    /// <summary>The shares are of different sets.</summary>
    OtherSet,

    /// <summary>Two shares of a group differ in how many of it are needed.</summary>
    MemberThresholdMismatch,

    /// <summary>Two shares have the same group and member number.</summary>
    Repeated,

    /// <summary>Fewer members or groups than needed.</summary>
    TooFew,

    /// <summary>The shares do not belong together: at least one value is another one's or altered.</summary>
    Digest,
}
