namespace Broker.Gateway.SignedRequests;

/// <summary>Why a body was not read.</summary>
internal enum BodyFault
{
    None,
    TooLarge,
    Busy,
}
