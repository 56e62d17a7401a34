namespace Broker.Policy.Proof;

/// <summary>One claim about everything that a policy permits. A refusal breaks none.</summary>
internal abstract class PolicyClaim(string id, string words)
{
    internal string Id => id;

    internal string Words => words;

    /// <summary>What it breaks that this request is permitted, as the end of a sentence; null when the claim allows it.</summary>
    internal abstract string? BrokenBy(PolicyRequest permitted);
}
