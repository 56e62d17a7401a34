using System.Globalization;
using Broker.Policy;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>policy-test/1</c>: how each test beside a policy came out.</summary>
internal static class TestReport
{
    public static PolicyReport Of(string file, string testsFile, CompiledPolicy policy, PolicyTests tests)
    {
        var run = PolicyTestRun.Of(policy, tests);
        var failed = run.Outcomes.Count(outcome => !outcome.Passed);
        var document = new
        {
            kind = "policy-test/1",
            file,
            testsFile,
            policy = policy.Policy.Name,
            revision = policy.Policy.Revision,
            passed = run.Outcomes.Count - failed,
            failed,
            tests = run.Outcomes.Select(outcome => new
            {
                part = outcome.Part,
                name = outcome.Name,
                line = outcome.Line,
                passed = outcome.Passed,
                differences = outcome.Differences,
            }),
        };
        return new PolicyReport(
            [.. Lines(testsFile, run), Verdict(run.Outcomes.Count, failed)],
            document,
            new JunitSuite($"policy test {file}", [.. run.Outcomes.Select(Case)]),
            run.Passed ? ExitCodes.Ok : ExitCodes.No);
    }

    private static string Verdict(int all, int failed) => failed == 0
        ? $"{PolicyWire.Count(all, "test passes", "tests pass")}"
        : string.Create(CultureInfo.InvariantCulture, $"{failed} of {PolicyWire.Count(all, "test fails", "tests fail")}");

    private static IEnumerable<string> Lines(string testsFile, PolicyTestRun run) =>
        from outcome in run.Outcomes
        from difference in outcome.Differences
        select string.Create(CultureInfo.InvariantCulture, $"{testsFile}:{outcome.Line}: {outcome.Name}: {difference}");

    private static JunitCase Case(PolicyTestOutcome outcome) => outcome.Passed
        ? new JunitCase(outcome.Part, outcome.Name)
        : new JunitCase(outcome.Part, outcome.Name, "test-failed", string.Join("; ", outcome.Differences));
}
