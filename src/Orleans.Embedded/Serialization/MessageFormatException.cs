namespace Orleans.Serialization;

/// <summary>Bytes that are not a message of the expected shape. Carries the reason, never the bytes.</summary>
internal sealed class MessageFormatException(string reason) : Exception(reason);
