namespace Broker.Policy.Testing;

/// <summary>Runs the tests beside a policy on the evaluator that decides in the silo.</summary>
/// <param name="Outcomes">Each test, in the order of its file.</param>
public sealed record PolicyTestRun(IReadOnlyList<PolicyTestOutcome> Outcomes)
{
    private const string Nothing = "nothing";

    /// <summary>Whether every test passed. No test at all has not failed, and shows nothing.</summary>
    public bool Passed => Outcomes.All(outcome => outcome.Passed);

    /// <summary>Runs every test.</summary>
    public static PolicyTestRun Of(CompiledPolicy policy, PolicyTests tests)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(tests);
        return new PolicyTestRun(
        [
            .. tests.Decisions.Select(test => new PolicyTestOutcome("decisions", test.Name, test.Line, [.. Differences(test, policy.Evaluate(test.Request))])),
            .. tests.Strata.Select(test => new PolicyTestOutcome("strata", test.Name, test.Line, [.. Differences(test, policy.Policy)])),
        ]);
    }

    internal static IEnumerable<string> Differences(DecisionTest test, Decision decision)
    {
        if (test.Permit != decision.Permitted)
        {
            yield return $"expected {(test.Permit ? "permit" : "refuse")}, got: {decision.Sentence}";
        }

        if (test.Kind is { } kind && kind != decision.Kind)
        {
            yield return $"expected kind {DecisionKinds.Code(kind)}, got {DecisionKinds.Code(decision.Kind)}";
        }

        if (test.By is { } by && !AreSame(by, decision.DeterminingRules))
        {
            yield return $"expected by {List(by)}, got {List(decision.DeterminingRules)}";
        }

        if (test.Missing is { } missing && !AreSame(missing, decision.MissingFacts))
        {
            yield return $"expected missing {List(missing)}, got {List(decision.MissingFacts)}";
        }

        if (test.Because is { } because && !decision.Sentence.Contains(because, StringComparison.Ordinal))
        {
            yield return $"expected because `{because}`, got: {decision.Sentence}";
        }
    }

    private static IEnumerable<string> Differences(StratumTest test, SharingPolicy policy)
    {
        string? tier = Strata.Of(policy, test.Caveats, test.On) is { } stratum ? policy.Tiers[stratum].Name : null;
        if (tier != test.Tier)
        {
            yield return $"expected {test.Tier ?? TestsGrammar.Sealed}, got {tier ?? TestsGrammar.Sealed}";
        }
    }

    private static bool AreSame(IReadOnlyList<string> some, IReadOnlyList<string> others) => some.ToHashSet().SetEquals(others);

    private static string List(IReadOnlyList<string> names) => names.Count == 0 ? Nothing : string.Join(", ", names);
}
