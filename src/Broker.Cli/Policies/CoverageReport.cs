using System.Globalization;
using Broker.Policy;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary><c>policy-coverage/1</c>: what no test beside a policy shows.</summary>
internal static class CoverageReport
{
    public static PolicyReport Of(string file, string testsFile, CompiledPolicy policy, PolicyTests tests)
    {
        var coverage = PolicyCoverage.Of(policy, tests);
        var missing = coverage.Points.Where(point => !point.IsCovered);
        var document = new
        {
            kind = "policy-coverage/1",
            file,
            testsFile,
            policy = policy.Policy.Name,
            revision = policy.Policy.Revision,
            covered = coverage.Covered,
            total = coverage.Points.Count,
            points = coverage.Points.Select(point => new { id = point.Id, covered = point.IsCovered, words = point.Words }),
        };
        return new PolicyReport(
            [
                .. missing.Select(point => $"no test shows {point.Words} [{point.Id}]"),
                string.Create(CultureInfo.InvariantCulture, $"{coverage.Covered} of {PolicyWire.Count(coverage.Points.Count, "point is", "points are")} shown by a test that passes"),
            ],
            document,
            new JunitSuite($"policy coverage {file}", [.. coverage.Points.Select(point => Case(point))]),
            coverage.IsComplete ? ExitCodes.Ok : ExitCodes.No);
    }

    private static JunitCase Case(CoveragePoint point) => point.IsCovered
        ? new JunitCase(point.Id.Split(' ')[0], point.Id)
        : new JunitCase(point.Id.Split(' ')[0], point.Id, "not-covered", $"no test shows {point.Words}");
}
