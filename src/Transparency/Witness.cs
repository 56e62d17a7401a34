namespace Broker.Transparency;

/// <summary>A witness as a policy names it.</summary>
/// <param name="Name">Its name in the policy, for groups and quorum; it has no meaning elsewhere.</param>
/// <param name="Key">The key that it cosigns with.</param>
/// <param name="Url">The submission prefix of C2SP tlog-witness; null in a policy that only verifies.</param>
public sealed record Witness(string Name, CosignerKey Key, string? Url);
