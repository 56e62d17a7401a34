namespace Broker.Policy.Tests.Mutants;

/// <summary>
/// Files that decide together, and what tries them. A mutant is compiled with the files of its family only; the policies, the requests and
/// the references that it is tried with are those of this program, made once.
/// </summary>
/// <param name="Files">The family's files in src/Policy, without their endings.</param>
/// <param name="Trial">The file of Mutants/ that is compiled with them; its class has `FirstDifference`.</param>
internal sealed record MutantFamily(string[] Files, string Trial)
{
    internal static IReadOnlyList<MutantFamily> All { get; } =
    [
        new(["CompiledForbid", "CompiledNames", "CompiledPolicy", "CompiledTier", "DecisionWriter", "RequestShape"], nameof(DecisionTrial)),
        new(["CaveatBounds", "Strata"], nameof(LatticeTrial)),
        new(["TierReach"], nameof(ReachTrial)),
        new(["BudgetNarrowing", "PolicyNarrowing", "ReachNarrowing", "RuleNarrowing", "TierNarrowing"], nameof(NarrowingTrial)),
    ];
}
