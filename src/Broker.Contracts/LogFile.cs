namespace Broker.Contracts;

/// <summary>A file of the log.</summary>
[GenerateSerializer, Immutable, Alias("broker.log-file")]
public sealed record LogFile(
    [property: Id(0)] bool Found,
    [property: Id(1)] byte[] Content);
