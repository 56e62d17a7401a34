namespace Broker.Policy.Testing;

/// <summary>How one test came out.</summary>
/// <param name="Part"><c>decisions</c> or <c>strata</c>, the part of the file that it stands in.</param>
/// <param name="Name">The test's name.</param>
/// <param name="Line">Line of the test in its file, from 1.</param>
/// <param name="Differences">What was expected and is otherwise, in words; empty when the test passed.</param>
public sealed record PolicyTestOutcome(string Part, string Name, int Line, IReadOnlyList<string> Differences)
{
    /// <summary>Whether everything was as expected.</summary>
    public bool Passed => Differences.Count == 0;
}
