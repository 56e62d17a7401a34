namespace Broker.Briefings;

/// <summary>Why bytes are not an entry of this log; <see cref="LogEntryFaults.Code"/> gives the closed text code.</summary>
public enum LogEntryFault
{
    None,
    TooLarge,
    Origin,
    Kind,
    Line,
    Value,
    SlotCount,
    SlotOrder,
    TrailingBytes,
}
