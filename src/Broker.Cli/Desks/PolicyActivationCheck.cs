using Broker.Policy;
using Broker.Policy.Proof;
using Broker.Policy.Testing;

namespace Broker.Cli;

/// <summary>What has to hold of a file before an officer's tool signs it: no error, every test beside it passed, every claim proved.</summary>
internal static class PolicyActivationCheck
{
    /// <summary>The policy with its bytes; null when something does not hold, which was said.</summary>
    public static (SharingPolicy Policy, byte[] Yaml)? Run(string file, Action<string> say)
    {
        var yaml = PolicyInput.Bytes(file);
        var reading = SharingPolicyReader.Read(yaml, file);
        foreach (var diagnostic in reading.Diagnostics)
        {
            say(diagnostic.ToString());
        }

        if (reading.Policy is not SharingPolicy policy)
        {
            say("the file has errors; nothing was sent");
            return null;
        }

        return TestsHold(file, policy, say) is { } bounds && ClaimsHold(policy, bounds, say) ? (policy, yaml) : null;
    }

    /// <summary>The bounds that the tests file asks to prove; null when there is no such file, it has errors or a test fails.</summary>
    private static IReadOnlyList<AudienceBound>? TestsHold(string file, SharingPolicy policy, Action<string> say)
    {
        var path = PolicyInput.TestsBeside(file);
        var reading = PolicyTestReader.Read(PolicyInput.Bytes(path), path, policy);
        foreach (var diagnostic in reading.Diagnostics)
        {
            say(diagnostic.ToString());
        }

        if (reading.Tests is not { } tests)
        {
            say($"`{path}` has errors; nothing was sent");
            return null;
        }

        var run = PolicyTestRun.Of(CompiledPolicy.Compile(policy), tests);
        foreach (var failed in run.Outcomes.Where(outcome => !outcome.Passed))
        {
            say($"{path}:{failed.Line}: `{failed.Name}`: {string.Join("; ", failed.Differences)}");
        }

        say(run.Passed ? $"{run.Outcomes.Count} tests passed" : "a test failed; nothing was sent");
        return run.Passed ? tests.Bounds : null;
    }

    private static bool ClaimsHold(SharingPolicy policy, IReadOnlyList<AudienceBound> bounds, Action<string> say)
    {
        var proofs = PolicyProver.Prove(policy, bounds, earlier: null);
        foreach (var proof in proofs.Proofs.Where(proof => !proof.Holds))
        {
            say($"{proof.Id}: {proof.Counterexample?.Sentence}");
        }

        say(proofs.Hold ? $"{proofs.Proofs.Count} claims proved"
            : proofs.IsTooLarge ? "there are too many kinds of requests to try each, so nothing is proved; nothing was sent"
            : "a claim does not hold; nothing was sent");
        return proofs.Hold;
    }
}
