using Broker.Policy.Proof;

namespace Broker.Policy.Testing;

/// <summary>
/// How much of what a policy can decide its tests show. A point that no request can reach is not asked for. Specification:
/// docs/specs/sharing-policy.md, "Tools".
/// </summary>
/// <param name="Points">Each point, by kind, in the policy's order.</param>
public sealed record PolicyCoverage(IReadOnlyList<CoveragePoint> Points)
{
    /// <summary>How many points a test shows.</summary>
    public int Covered => Points.Count(point => point.IsCovered);

    /// <summary>Whether a test shows each.</summary>
    public bool IsComplete => Covered == Points.Count;

    /// <summary>Measures the tests of decisions. A test that fails covers nothing.</summary>
    public static PolicyCoverage Of(CompiledPolicy policy, PolicyTests tests)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(tests);
        List<CoverageGoal> goals = [.. CoverageGoals.Of(policy.Policy)];
        foreach (DecisionTest test in tests.Decisions)
        {
            Decision decision = policy.Evaluate(test.Request);
            if (!PolicyTestRun.Differences(test, decision).Any())
            {
                goals.ForEach(goal => goal.IsCovered |= goal.Shows(test.Request, decision));
            }
        }

        FindReachable(policy, [.. goals.Where(goal => !goal.IsCovered)]);
        return new PolicyCoverage([.. goals.Where(goal => goal.IsCovered || goal.IsReachable).Select(goal => new CoveragePoint(goal.Id, goal.Words, goal.IsCovered))]);
    }

    // With too many classes to go through, everything is asked for: a point too many is seen at once, one too few never.
    private static void FindReachable(CompiledPolicy policy, List<CoverageGoal> open)
    {
        RequestClasses classes = RequestClasses.Of(policy.Policy);
        if (classes.Count > RequestClasses.Most)
        {
            open.ForEach(goal => goal.IsReachable = true);
            return;
        }

        // A goal with candidates is reached by one of them or by none. Thousands of terms would be asked of millions of classes else.
        foreach (CoverageGoal goal in open.Where(goal => goal.Candidates.Count > 0))
        {
            goal.IsReachable = goal.Candidates.Any(request => goal.Shows(request, policy.Evaluate(request)));
        }

        open.RemoveAll(goal => goal.Candidates.Count > 0);
        foreach (PolicyRequest request in classes.Representatives().TakeWhile(_ => open.Count > 0))
        {
            Decision decision = policy.Evaluate(request);
            open.ForEach(goal => goal.IsReachable |= goal.Shows(request, decision));
            open.RemoveAll(goal => goal.IsReachable);
        }
    }
}
