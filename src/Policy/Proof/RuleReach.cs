namespace Broker.Policy.Proof;

/// <summary>Finds rules that decide nothing: no request that there can be is permitted or forbidden by them.</summary>
public static class RuleReach
{
    /// <summary>The rules that determine no decision in any class of requests, in the file's order.</summary>
    /// <returns>Empty also when there are more than <see cref="RequestClasses.Most"/> classes: then nothing is claimed.</returns>
    public static IReadOnlyList<PolicyRule> Unreachable(SharingPolicy policy)
    {
        ArgumentNullException.ThrowIfNull(policy);
        RequestClasses classes = RequestClasses.Of(policy);
        if (classes.Count > RequestClasses.Most)
        {
            return [];
        }

        CompiledPolicy compiled = CompiledPolicy.Compile(policy);
        HashSet<string> left = [.. policy.Rules.Select(rule => rule.Id)];
        foreach (PolicyRequest request in classes.Representatives().TakeWhile(_ => left.Count > 0))
        {
            left.ExceptWith(compiled.Evaluate(request).DeterminingRules);
        }

        return [.. policy.Rules.Where(rule => left.Contains(rule.Id))];
    }

    /// <summary>The same as warnings about the file, with code <see cref="PolicyCodes.RuleUnreachable"/>.</summary>
    /// <param name="policy">The policy.</param>
    /// <param name="fileName">The name that the warnings carry.</param>
    public static IReadOnlyList<PolicyDiagnostic> Warnings(SharingPolicy policy, string fileName)
    {
        ArgumentNullException.ThrowIfNull(fileName);
        return [.. Unreachable(policy).Select(rule =>
            new PolicyDiagnostic(fileName, rule.Line, rule.Column, PolicyCodes.RuleUnreachable, $"{rule.Id} decides no request that there can be", IsError: false))];
    }
}
