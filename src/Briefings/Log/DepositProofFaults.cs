namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="DepositProofFault"/>.</summary>
public static class DepositProofFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(DepositProofFault fault) => fault switch
    {
        DepositProofFault.TooLarge => "too-large",
        DepositProofFault.Domain => "domain",
        DepositProofFault.Line => "line",
        DepositProofFault.Value => "value",
        DepositProofFault.Size => "size",
        DepositProofFault.Index => "index",
        DepositProofFault.Base64 => "base64",
        DepositProofFault.TrailingBytes => "trailing-bytes",
        DepositProofFault.Entry => "entry",
        DepositProofFault.NotDepositRoot => "not-deposit-root",
        DepositProofFault.Day => "day",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
