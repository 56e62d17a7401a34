using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>What the prover says of the files of the tree and of a file with one rule broken on purpose.</summary>
public sealed class PolicyProverTests
{
    private static readonly string[] Ids = ["conflict-states", "conflict-onward", "lapsed", "audience", "default-deny", "forbid-wins"];

    public static TheoryData<string> Files => [.. RepositoryFiles.NamesIn("*.yaml", "policies").Where(name => !name.EndsWith(".tests.yaml", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Files))]
    public void PolicyOfTheTree_EachClaim_IsProvedOverEveryClass(string name)
    {
        SharingPolicy policy = SharingPolicyReader.Read(RepositoryFiles.Read("policies", name), name).Policy!;
        PolicyProofs proofs = PolicyProver.Prove(policy, [], policy);
        Assert.True(proofs.Hold);
        Assert.Equal([.. Ids, "no-wider", "no-longer"], proofs.Proofs.Select(proof => proof.Id));
        Assert.All(proofs.Proofs, proof => Assert.Equal((true, proofs.Classes, null), (proof.Holds, proof.Classes, proof.Counterexample)));
        Assert.True(proofs.Classes > 1000);
        Assert.Empty(RuleReach.Unreachable(policy));
        Assert.Empty(PolicyDiff.Between(policy, policy).Changes);
    }

    [Fact]
    public void RefusedPolicy_WithoutTheForbid_IsShownWhomItLetsIn()
    {
        PolicyReading reading = PolicyText.Read(PolicyText.With("forbid: any\n    to: { affiliated-with: conflicts }", "forbid: consortium\n    to: { affiliated-with: conflicts }"));
        Assert.Null(reading.Policy);
        PolicyProofs proofs = PolicyProver.Prove(reading.Faulty!, [], earlier: null);
        Assert.False(proofs.Hold);
        PolicyProof broken = Assert.Single(proofs.Proofs, proof => !proof.Holds);
        Assert.Equal("conflict-states", broken.Id);
        Assert.Equal(
            "A requester of state `LUX`, in role `delegate`, affiliated with `fprc` is permitted tier `delegates-only` for `early-warning` on 2013-01-01 by rule-1, "
            + "and is affiliated with the conflict of `CAF`, `fprc` declared since 2013-01-01.",
            broken.Counterexample?.Sentence);
        Assert.True(broken.Counterexample?.Decision.Permitted);
    }
}
