namespace Broker.Sealing;

/// <summary>Why an age file is refused. A closed list.</summary>
public enum AgeFailure
{
    /// <summary>It is not refused.</summary>
    None,

    /// <summary>The header breaks the format, or does not end within 64 KiB.</summary>
    Header,

    /// <summary>The header has more than 16 stanzas.</summary>
    TooManyStanzas,

    /// <summary>The file is armored (PEM-like text); only the binary form is used here.</summary>
    Armored,

    /// <summary>It is sealed to a passphrase (scrypt), which this broker never does.</summary>
    Passphrase,

    /// <summary>No stanza is for this identity.</summary>
    NoMatch,

    /// <summary>The header's authentication code is wrong.</summary>
    HeaderMac,

    /// <summary>The payload was altered, cut or extended.</summary>
    Payload,
}
