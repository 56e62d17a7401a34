namespace Broker.Briefings;

/// <summary>Why a receipt does not hold; <see cref="ReceiptFaults.Code"/> gives the closed text code.</summary>
public enum ReceiptFault
{
    TooLarge,
    Domain,
    Line,
    Salt,
    Base64,
    TrailingBytes,
    Entry,
    NotRelease,
    Facts,
    Head,
    Briefing,
}
