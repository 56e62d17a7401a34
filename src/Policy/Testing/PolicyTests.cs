using Broker.Policy.Proof;

namespace Broker.Policy.Testing;

/// <summary>What stands in a file of tests beside a policy.</summary>
/// <param name="Decisions">Requests and the decisions expected.</param>
/// <param name="Strata">Caveats and the strata expected.</param>
/// <param name="Bounds">Who may be permitted a tier at most; they are proved and not tried.</param>
public sealed record PolicyTests(IReadOnlyList<DecisionTest> Decisions, IReadOnlyList<StratumTest> Strata, IReadOnlyList<AudienceBound> Bounds);
