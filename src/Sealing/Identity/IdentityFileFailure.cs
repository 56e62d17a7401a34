namespace Broker.Sealing;

/// <summary>Why an identity file does not open. A closed list.</summary>
public enum IdentityFileFailure
{
    /// <summary>It opens.</summary>
    None,

    /// <summary>Longer than 1 KiB.</summary>
    TooLarge,

    /// <summary>Not the lines of an identity file.</summary>
    Malformed,

    /// <summary>It demands more passes or memory than a file may, or fewer than there are.</summary>
    Limits,

    /// <summary>The passphrase is another one, or the file was altered.</summary>
    WrongPassphraseOrAltered,
}
