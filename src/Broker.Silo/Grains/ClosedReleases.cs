namespace Broker.Silo.Grains;

/// <summary>Names of releases, as <c>CAF/2014-01/final</c>.</summary>
[GenerateSerializer, Immutable, Alias("broker.closed-releases")]
internal sealed record ClosedReleases([property: Id(0)] IReadOnlyList<string> Names);
