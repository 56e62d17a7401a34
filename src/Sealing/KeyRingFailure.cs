namespace Broker.Sealing;

/// <summary>Why a sealed key ring does not open. A closed list.</summary>
public enum KeyRingFailure
{
    /// <summary>It opens.</summary>
    None,

    /// <summary>The bytes are no sealed key ring.</summary>
    Malformed,

    /// <summary>The ring key is another one, or the bytes were altered.</summary>
    WrongKeyOrAltered,
}
