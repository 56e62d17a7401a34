using Broker.Policy;
using Broker.Policy.Proof;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary>What has to hold of a file before an officer's tool signs it: no error, every test beside it passes, every claim is proved.</summary>
internal static class PolicyActivationCheck
{
    /// <summary>The policy with its bytes; null when something does not hold, which was said as <c>lint</c>, <c>test</c> and <c>prove</c> say it.</summary>
    public static (SharingPolicy Policy, byte[] Yaml)? Run(string file, Action<string> say)
    {
        var yaml = PolicyInput.Bytes(file);
        var reading = SharingPolicyReader.Read(yaml, file);
        if (!Holds(LintReport.Of(file, reading), say) || reading.Policy is not SharingPolicy policy)
        {
            return null;
        }

        var path = PolicyInput.TestsBeside(file);
        var beside = PolicyTestReader.Read(PolicyInput.Bytes(path), path, policy);
        if (beside.Tests is not { } tests)
        {
            _ = Holds(LintReport.Of(path, null, beside.Diagnostics), say);
            return null;
        }

        return Holds(TestReport.Of(file, path, CompiledPolicy.Compile(policy), tests), say)
            && Holds(ProveReport.Of(file, path, policy, [], PolicyProver.Prove(policy, tests.Bounds, earlier: null), against: null), say)
            ? (policy, yaml)
            : null;
    }

    private static bool Holds(PolicyReport report, Action<string> say)
    {
        foreach (var line in report.Lines)
        {
            say(line);
        }

        if (report.Code != ExitCodes.Ok)
        {
            say("nothing was sent");
        }

        return report.Code == ExitCodes.Ok;
    }
}
