using Broker.Sealing.Formatting;

namespace Broker.Sealing;

/// <summary>The header of an age file: how many stanzas, and how many bytes before the payload.</summary>
public sealed class AgeHeader
{
    internal AgeHeader(IReadOnlyList<AgeStanza> stanzas, int length, int authenticatedLength, byte[] mac)
    {
        Stanzas = stanzas;
        Length = length;
        AuthenticatedLength = authenticatedLength;
        Mac = mac;
    }

    /// <summary>Number of stanzas, 1 to 16.</summary>
    public int StanzaCount => Stanzas.Count;

    /// <summary>Bytes of the header, its last line feed included: the payload follows.</summary>
    public int Length { get; }

    internal IReadOnlyList<AgeStanza> Stanzas { get; }

    /// <summary>Bytes from the start through <c>---</c>, which the MAC covers.</summary>
    internal int AuthenticatedLength { get; }

    internal byte[] Mac { get; }
}
