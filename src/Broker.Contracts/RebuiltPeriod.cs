namespace Broker.Contracts;

/// <summary>Whether what an open period counts is what its sealed records say.</summary>
/// <param name="Period">The period's name.</param>
/// <param name="Vintage"><c>flash</c> or <c>final</c>.</param>
/// <param name="IsEqual">False: it differs; by what and by how much is not said.</param>
[GenerateSerializer, Immutable, Alias("broker.rebuilt-period")]
public sealed record RebuiltPeriod([property: Id(0)] string Period, [property: Id(1)] string Vintage, [property: Id(2)] bool IsEqual);
