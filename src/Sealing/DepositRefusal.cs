namespace Broker.Sealing;

/// <summary>Why a deposit is refused. A closed list; <see cref="DepositRefusals.Code"/> gives the text that leaves.</summary>
public enum DepositRefusal
{
    /// <summary>The container is not of the form: header, sizes, trailing bytes.</summary>
    Framing,

    /// <summary>A part, the package or the batch is over its limit.</summary>
    TooLarge,

    /// <summary>The manifest is not a head, an observation line and one signature line.</summary>
    ManifestMalformed,

    /// <summary>The manifest is not signed by the depositor's enrolled key.</summary>
    ManifestSignature,

    /// <summary>The head breaks its fixed line order or a spelling.</summary>
    HeadMalformed,

    /// <summary>The head was made for another broker instance.</summary>
    WrongOrigin,

    /// <summary>The head names another depositor than the one who deposits.</summary>
    WrongDepositor,

    /// <summary>The observation's schema is not known here.</summary>
    UnknownSchema,

    /// <summary>The observation is sealed with a suite that is not known here.</summary>
    UnknownSuite,

    /// <summary>The epoch is not known here, or its key is another one.</summary>
    UnknownEpoch,

    /// <summary>The caveats are not the ones that the head names.</summary>
    CaveatsDigest,

    /// <summary>The sealed observation is not the one that the manifest names.</summary>
    ObservationDigest,

    /// <summary>The source part is not the one that the head names.</summary>
    SourceDigest,

    /// <summary>The source part is not an age file, or has too many stanzas.</summary>
    SourceEnvelope,

    /// <summary>The observation does not open with the epoch's key and the enrolment secret.</summary>
    OpenFailed,

    /// <summary>The opened observation is not the one that the depositor committed to.</summary>
    CommitMismatch,

    /// <summary>The opened observation is not padded as the format says.</summary>
    Padding,
}
