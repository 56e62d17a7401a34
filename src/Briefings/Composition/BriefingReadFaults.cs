namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="BriefingReadFault"/>.</summary>
public static class BriefingReadFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(BriefingReadFault fault) => fault switch
    {
        BriefingReadFault.None => "none",
        BriefingReadFault.TooLarge => "too-large",
        BriefingReadFault.Json => "json",
        BriefingReadFault.Format => "format",
        BriefingReadFault.Value => "value",
        BriefingReadFault.Canonical => "canonical",
        BriefingReadFault.ReleaseHash => "release-hash",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
