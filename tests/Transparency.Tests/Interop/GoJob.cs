namespace Broker.Transparency.Tests.Interop;

/// <summary>A job as the program reads it.</summary>
internal sealed record GoJob(string Kind)
{
    public byte[]? Leaf { get; init; }

    public long Index { get; init; }

    public long Size { get; init; }

    public byte[]? Root { get; init; }

    public long OldSize { get; init; }

    public byte[]? OldRoot { get; init; }

    public byte[][]? Proof { get; init; }

    public byte[][]? Entries { get; init; }

    public IReadOnlyDictionary<string, byte[]>? Files { get; init; }

    public byte[]? Note { get; init; }

    public string? Text { get; init; }

    public string[]? Keys { get; init; }

    public string? Secret { get; init; }
}
