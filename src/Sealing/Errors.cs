namespace Broker.Sealing;

/// <summary>Every exception for a caller's bug. None carries content: only parameter names, lengths and limits.</summary>
internal static class Errors
{
    internal static ArgumentException WrongLength(string parameter, long expected, long actual) =>
        new($"`{parameter}` has {actual} bytes and needs {expected}", parameter);

    internal static ArgumentException TooLong(string parameter, long limit, long actual) =>
        new($"`{parameter}` has {actual} bytes and may have {limit}", parameter);

    internal static ArgumentException TooShort(string parameter, long least, long actual) =>
        new($"`{parameter}` has {actual} bytes and needs at least {least}", parameter);

    internal static ArgumentException Overlap(string parameter) => new($"`{parameter}` overlaps the output", parameter);

    internal static ArgumentException LowOrder(string parameter) => new($"`{parameter}` is a low-order point", parameter);

    internal static ArgumentException Malformed(string parameter, string expected) =>
        new($"`{parameter}` is not {expected}", parameter);

    internal static FormatException Unparsable(string expected) => new($"the text is not {expected}");
}
