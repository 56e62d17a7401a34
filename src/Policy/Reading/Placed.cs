namespace Broker.Policy.Reading;

/// <summary>Something that was read, and where.</summary>
internal sealed record Placed<T>(T Value, YamlNode At);
