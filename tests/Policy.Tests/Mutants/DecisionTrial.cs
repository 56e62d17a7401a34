namespace Broker.Policy.Tests.Mutants;

/// <summary>Decisions against the answers of <see cref="NaiveEvaluator"/>, and what no generator makes.</summary>
internal static class DecisionTrial
{
    private static readonly DateOnly Day = new(2014, 2, 24);

    internal static string? FirstDifference()
    {
        foreach ((SharingPolicy policy, List<(PolicyRequest Request, NaiveEvaluator.Answer Answer)> requests) in TrialCorpus.Decisions)
        {
            CompiledPolicy compiled = CompiledPolicy.Compile(policy);
            foreach ((PolicyRequest request, NaiveEvaluator.Answer answer) in requests)
            {
                Decision decision = compiled.Evaluate(request);
                if (NaiveEvaluator.Difference(policy, request, answer, decision) is { } difference)
                {
                    return difference;
                }

                if (!ReferenceEquals(decision, compiled.Evaluate(request)))
                {
                    return "a decision that is made twice";
                }
            }
        }

        return OfNulls() ?? OfAnUnknownCondition();
    }

    private static string? OfNulls()
    {
        CompiledPolicy small = CompiledPolicy.Compile(PolicyText.Policy(PolicyText.Small));
        PolicyRequest[] requests =
        [
            new(null!, "public", "evaluation", Day),
            new(new Requester("LUX", null, null, null!), "public", "evaluation", Day),
            new(new Requester("LUX", null, null, [null!]), "public", "evaluation", Day),
            new(new Requester("LUX", null, null, []), null!, "evaluation", Day),
            new(new Requester("LUX", null, null, []), "public", null!, Day),
        ];
        return requests.Any(r => small.Evaluate(r).Kind != DecisionKind.EvaluationError) ? "a null fact that is evaluated" : null;
    }

    // No reader makes such a rule. Should there be one, the evaluator keeps everybody out.
    private static string? OfAnUnknownCondition()
    {
        SharingPolicy policy = PolicyText.Policy(PolicyText.Small);
        var strange = new PolicyRule("rule-4", true, ["consortium"], [], new RequesterCondition((RequesterConditionKind)99, ["ngo-b"]), "of no kind", 1);
        CompiledPolicy compiled = CompiledPolicy.Compile(GeneratedRevisions.With(policy, [.. policy.Rules, strange]));
        Decision decision = compiled.Evaluate(new PolicyRequest(new Requester(null, "network-c", null, []), "consortium", "evaluation", Day));
        return decision.Permitted ? "a condition of no known kind" : null;
    }
}
