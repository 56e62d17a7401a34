using System.Globalization;
using Broker.Policy;
using Broker.Policy.Proof;

namespace Broker.Cli;

/// <summary><c>policy-lint/1</c>: the findings of one file. Every other command tells a file that has errors as this one does.</summary>
internal static class LintReport
{
    public static PolicyReport Of(string file, PolicyReading reading)
    {
        var findings = reading.Policy is SharingPolicy policy
            ? [.. reading.Diagnostics, .. RuleReach.Warnings(policy, file)]
            : reading.Diagnostics;
        return Of(file, reading.Policy, findings);
    }

    /// <summary>Of a file of tests, or of one that has errors.</summary>
    public static PolicyReport Of(string file, SharingPolicy? policy, IReadOnlyList<PolicyDiagnostic> findings)
    {
        var errors = findings.Count(finding => finding.IsError);
        var verdict = errors > 0 ? $"`{file}` has {PolicyWire.Count(errors, "error", "errors")}"
            : policy is null ? $"`{file}` has no errors"
            : $"`{policy.Name}` has no errors; revision {policy.Revision}";
        var document = new
        {
            kind = "policy-lint/1",
            file,
            policy = policy?.Name,
            revision = policy?.Revision,
            good = errors == 0,
            findings = PolicyWire.Of(findings),
        };
        return new PolicyReport(
            [.. findings.Select(PolicyWire.Line), verdict],
            document,
            new JunitSuite($"policy lint {file}", Cases(file, findings)),
            errors == 0 ? ExitCodes.Ok : ExitCodes.No);
    }

    // A warning keeps nobody from activating a policy, so it is no failure.
    private static JunitCase[] Cases(string file, IReadOnlyList<PolicyDiagnostic> findings)
    {
        var errors = findings.Where(finding => finding.IsError);
        JunitCase[] failed = [.. errors.Select(error => new JunitCase(file, string.Create(CultureInfo.InvariantCulture, $"{error.Line}:{error.Column}"), error.Code, error.Message))];
        return failed.Length > 0 ? failed : [new JunitCase(file, "reads without an error")];
    }
}
