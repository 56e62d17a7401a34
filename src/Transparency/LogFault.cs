namespace Broker.Transparency;

/// <summary>Why a log is not what its checkpoint says. Closed: a new reason is a new member.</summary>
public enum LogFault
{
    /// <summary>Nothing wrong was found.</summary>
    None = 0,

    /// <summary>There is no checkpoint file.</summary>
    CheckpointMissing,

    /// <summary>The checkpoint is no signed note, or its text is no checkpoint of ours.</summary>
    CheckpointMalformed,

    /// <summary>The checkpoint names another origin than the trusted log.</summary>
    OriginMismatch,

    /// <summary>No signature of the trusted key is on the checkpoint.</summary>
    NoTrustedSignature,

    /// <summary>A signature says it is of the trusted key, or of a trusted witness, and does not verify.</summary>
    InvalidSignature,

    /// <summary>Fewer witnesses have cosigned the checkpoint than the trusted policy asks for.</summary>
    QuorumNotMet,

    /// <summary>The checkpoint is smaller than one that was seen earlier: entries were cut off or an old copy was put back.</summary>
    RolledBack,

    /// <summary>The entries that an earlier checkpoint covers are not the ones it covered.</summary>
    Forked,

    /// <summary>A bundle of entries that the size calls for is absent.</summary>
    BundleMissing,

    /// <summary>A bundle does not hold exactly its number of length-prefixed entries.</summary>
    BundleMalformed,

    /// <summary>A tile of hashes that the size calls for is absent.</summary>
    TileMissing,

    /// <summary>A tile has another length than its width calls for.</summary>
    TileMalformed,

    /// <summary>A tile's hashes are not those of the entries or tiles below or above it.</summary>
    TileMismatch,

    /// <summary>The tree over the entries has another root than the checkpoint.</summary>
    RootMismatch,
}
