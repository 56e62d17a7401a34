namespace Broker.Policy.Testing;

/// <summary>A point of <see cref="PolicyCoverage"/> while it is being looked for.</summary>
internal sealed class CoverageGoal(string id, string words, Func<PolicyRequest, Decision, bool> shows)
{
    internal string Id => id;

    internal string Words => words;

    /// <summary>Requests beside the representatives of classes that may reach it: a class of days is represented by one day.</summary>
    internal IReadOnlyList<PolicyRequest> Candidates { get; init; } = [];

    internal bool IsCovered { get; set; }

    internal bool IsReachable { get; set; }

    internal bool Shows(PolicyRequest request, Decision decision) => shows(request, decision);
}
