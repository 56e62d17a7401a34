namespace Broker.Briefings;

/// <summary>The exceptions of this library: only for a caller's bug, and never with content in them.</summary>
internal static class Fault
{
    public static ArgumentException WrongLength(string parameter, int size) => new($"must be exactly {size} bytes", parameter);

    public static ArgumentException Malformed(string parameter, string expected) => new($"must be {expected}", parameter);

    public static InvalidOperationException Contradiction(string message) => new(message);
}
