namespace Broker.Briefings;

/// <summary>Why a deposit proof does not hold; <see cref="DepositProofFaults.Code"/> gives the closed text code.</summary>
public enum DepositProofFault
{
    TooLarge,
    Domain,
    Line,
    Value,
    Size,
    Index,
    Base64,
    TrailingBytes,
    Entry,
    NotDepositRoot,
    Day,
}
