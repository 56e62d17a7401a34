namespace Broker.Briefings;

/// <summary>Why bytes are not the facts or the opening that they should be; <see cref="FactsFaults.Code"/> gives the closed text code.</summary>
public enum FactsFault
{
    None,
    TooLarge,
    Domain,
    Line,
    Value,
    Order,
    TrailingBytes,
}
