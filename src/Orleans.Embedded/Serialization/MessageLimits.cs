namespace Orleans.Serialization;

/// <summary>Bounds that hold before anything is read or written.</summary>
internal static class MessageLimits
{
    /// <summary>Nested objects and collections; far below what would exhaust a 1 MB stack.</summary>
    public const int MaxDepth = 64;

    public const int MaxKeyChars = 512;

    public const int MaxContextEntries = 64;
}
