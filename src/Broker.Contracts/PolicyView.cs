namespace Broker.Contracts;

/// <summary>The policy in force.</summary>
/// <param name="Country">ISO 3166-1 alpha-3 code.</param>
/// <param name="Revision">SHA-256 of the file, 64 hexadecimal digits; empty when none is in force.</param>
/// <param name="Yaml">The file's bytes.</param>
/// <param name="ActivatedBy">Names of the two officers.</param>
/// <param name="EntryIndex">Index of the activation in the disclosure log; -1 when none.</param>
[GenerateSerializer, Immutable, Alias("broker.policy-view")]
public sealed record PolicyView(
    [property: Id(0)] string Country,
    [property: Id(1)] string Revision,
    [property: Id(2)] byte[] Yaml,
    [property: Id(3)] IReadOnlyList<string> ActivatedBy,
    [property: Id(4)] long EntryIndex);
