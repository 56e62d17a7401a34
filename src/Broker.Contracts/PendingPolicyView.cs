namespace Broker.Contracts;

/// <summary>A proposed revision that no two officers have signed yet.</summary>
/// <param name="Revision">SHA-256 of the file, 64 hexadecimal digits.</param>
/// <param name="ProposedBy">Account of the officer who proposed it.</param>
/// <param name="SignedBy">Names of the officers whose approvals count as long as no other revision comes into force.</param>
[GenerateSerializer, Immutable, Alias("broker.pending-policy-view")]
public sealed record PendingPolicyView(
    [property: Id(0)] string Revision,
    [property: Id(1)] string ProposedBy,
    [property: Id(2)] IReadOnlyList<string> SignedBy);
