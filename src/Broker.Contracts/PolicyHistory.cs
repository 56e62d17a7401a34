namespace Broker.Contracts;

/// <summary>Every revision of a country's sharing policy that is or was in force, and the files that wait for signatures.</summary>
/// <param name="Country">ISO 3166-1 alpha-3 code.</param>
/// <param name="Revisions">Oldest first; the last one is in force.</param>
/// <param name="Pending">Proposed and not in force, in the order of their proposals.</param>
[GenerateSerializer, Immutable, Alias("broker.policy-history")]
public sealed record PolicyHistory(
    [property: Id(0)] string Country,
    [property: Id(1)] IReadOnlyList<PolicyRevisionView> Revisions,
    [property: Id(2)] IReadOnlyList<PendingPolicyView> Pending);
