using Broker.Policy;
using Broker.Policy.Proof;

namespace Broker.Cli;

/// <summary>Everything that is looked at before an officer signs a policy: what lint finds, the tests beside it, the proofs.</summary>
internal static class PolicyChecks
{
    /// <summary>Tells what was found in text; the policy, or null when anything keeps it from being signed.</summary>
    /// <param name="context">Where it is told.</param>
    /// <param name="file">The file's name, as the officer gave it.</param>
    /// <param name="yaml">The file's bytes: what is checked is what is sent.</param>
    public static SharingPolicy? Run(CommandContext context, string file, ReadOnlySpan<byte> yaml)
    {
        var reading = SharingPolicyReader.Read(yaml, file);
        if (!IsGood(context, LintReport.Of(file, reading)) || reading.Policy is not SharingPolicy policy)
        {
            return null;
        }

        var tests = PolicyInput.Tests(null, file, policy);
        if (tests is { Tests: null })
        {
            _ = IsGood(context, LintReport.Of(PolicyInput.TestsBeside(file), null, tests.Diagnostics));
            return null;
        }

        if (tests is null)
        {
            context.Say($"no tests stand beside it: `{PolicyInput.TestsBeside(file)}`");
        }

        var passes = tests?.Tests is null || IsGood(context, TestReport.Of(file, PolicyInput.TestsBeside(file), CompiledPolicy.Compile(policy), tests.Tests));
        var proofs = PolicyProver.Prove(policy, tests?.Tests?.Bounds ?? [], earlier: null);
        return IsGood(context, ProveReport.Of(file, policy, [], proofs, null)) && passes ? policy : null;
    }

    private static bool IsGood(CommandContext context, PolicyReport report) => report.Tell(context, PolicyReport.TextFormat, TextWriter.Null) == ExitCodes.Ok;
}
