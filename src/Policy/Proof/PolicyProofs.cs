namespace Broker.Policy.Proof;

/// <summary>What the prover says of a policy.</summary>
/// <param name="Classes">How many classes of requests the policies induce.</param>
/// <param name="Proofs">Each claim; empty when <see cref="IsTooLarge"/>, because nothing is claimed from a sample.</param>
public sealed record PolicyProofs(long Classes, IReadOnlyList<PolicyProof> Proofs)
{
    /// <summary>Whether there are more than <see cref="RequestClasses.Most"/> classes, so that nothing was tried and nothing is claimed.</summary>
    public bool IsTooLarge => Classes > RequestClasses.Most;

    /// <summary>Whether every claim was proved.</summary>
    public bool Hold => !IsTooLarge && Proofs.All(proof => proof.Holds);
}
