namespace Broker.Transparency.Tests.Interop;

/// <summary>A result as the program writes it.</summary>
internal sealed record GoResult(bool Holds, string Text, string[]? Names, byte[]? Bytes, byte[][]? Hashes, string Error)
{
    /// <summary>The hashes; the program writes none at all as null.</summary>
    internal string[] Hex => [.. (Hashes ?? []).Select(Convert.ToHexStringLower)];
}
