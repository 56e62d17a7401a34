namespace Broker.Contracts;

/// <summary>A revision that is or was in force.</summary>
/// <param name="Revision">SHA-256 of the file, 64 hexadecimal digits.</param>
/// <param name="Replaces">The revision before it, or <c>none</c>.</param>
/// <param name="EntryIndex">Index of the activation in the disclosure log.</param>
/// <param name="ActivatedBy">Names of the two officers.</param>
[GenerateSerializer, Immutable, Alias("broker.policy-revision-view")]
public sealed record PolicyRevisionView(
    [property: Id(0)] string Revision,
    [property: Id(1)] string Replaces,
    [property: Id(2)] long EntryIndex,
    [property: Id(3)] IReadOnlyList<string> ActivatedBy);
