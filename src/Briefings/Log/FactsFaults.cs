namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="FactsFault"/>.</summary>
public static class FactsFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(FactsFault fault) => fault switch
    {
        FactsFault.None => "none",
        FactsFault.TooLarge => "too-large",
        FactsFault.Domain => "domain",
        FactsFault.Line => "line",
        FactsFault.Value => "value",
        FactsFault.Order => "order",
        FactsFault.TrailingBytes => "trailing-bytes",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
