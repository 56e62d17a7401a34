namespace Broker.Briefings;

/// <summary>The closed text codes of <see cref="ReceiptFault"/>.</summary>
public static class ReceiptFaults
{
    /// <summary>Kebab-case code, stable across versions.</summary>
    public static string Code(ReceiptFault fault) => fault switch
    {
        ReceiptFault.TooLarge => "too-large",
        ReceiptFault.Domain => "domain",
        ReceiptFault.Line => "line",
        ReceiptFault.Salt => "salt",
        ReceiptFault.Base64 => "base64",
        ReceiptFault.TrailingBytes => "trailing-bytes",
        ReceiptFault.Entry => "entry",
        ReceiptFault.NotRelease => "not-release",
        ReceiptFault.Facts => "facts",
        ReceiptFault.Head => "head",
        ReceiptFault.Briefing => "briefing",
        _ => throw Fault.Malformed(nameof(fault), "a fault of the registry"),
    };
}
