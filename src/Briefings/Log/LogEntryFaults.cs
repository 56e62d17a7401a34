namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="LogEntryFault"/>.</summary>
public static class LogEntryFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(LogEntryFault fault) => fault switch
    {
        LogEntryFault.None => "none",
        LogEntryFault.TooLarge => "too-large",
        LogEntryFault.Origin => "origin",
        LogEntryFault.Kind => "kind",
        LogEntryFault.Line => "line",
        LogEntryFault.Value => "value",
        LogEntryFault.SlotCount => "slot-count",
        LogEntryFault.SlotOrder => "slot-order",
        LogEntryFault.TrailingBytes => "trailing-bytes",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
