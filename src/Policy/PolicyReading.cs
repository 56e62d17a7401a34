namespace Broker.Policy;

/// <summary>What reading a policy file gave: the policy, or every reason why there is none.</summary>
/// <param name="Policy">The policy; null if and only if a diagnostic is an error.</param>
/// <param name="Diagnostics">All findings of the file, in the order of their places.</param>
public sealed record PolicyReading(SharingPolicy? Policy, IReadOnlyList<PolicyDiagnostic> Diagnostics)
{
    /// <summary>
    /// The policy of a file whose only error is that a conflict is declared and not forbidden, so that the prover can show an officer what
    /// that lets out; else null. Nothing else takes it.
    /// </summary>
    public FaultyPolicy? Faulty { get; init; }
}
