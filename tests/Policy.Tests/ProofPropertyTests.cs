using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>
/// The prover, the comparison of revisions and the search for rules without reach, each against every request over the names of small
/// policies: all sets of actors, all pairs of state and organisation, all days beside a boundary. Their classes miss nothing.
/// </summary>
public sealed class ProofPropertyTests
{
    [Fact]
    public void Prover_OnGeneratedPolicies_RefutesExactlyWhatEveryRequestRefutes()
    {
        var seen = new Dictionary<(string Id, bool Holds), int>();
        foreach ((SharingPolicy policy, SharingPolicy earlier) in Generated("prover", 200))
        {
            CompiledPolicy compiled = CompiledPolicy.Compile(policy);
            HashSet<string> broken = [.. SmallPolicies.Requests(policy, earlier)
                .Where(request => compiled.Evaluate(request).Permitted)
                .SelectMany(request => ProofReference.Broken(policy, earlier, request))];
            foreach (PolicyProof proof in PolicyProver.Prove(policy, [], earlier).Proofs)
            {
                Assert.Equal(!broken.Contains(proof.Id), proof.Holds);
                Assert.Equal(proof.Holds, proof.Counterexample is null);
                seen[(proof.Id, proof.Holds)] = seen.GetValueOrDefault((proof.Id, proof.Holds)) + 1;
                if (proof.Counterexample is { } example)
                {
                    Assert.Equal(compiled.Evaluate(example.Request).Sentence, example.Decision.Sentence);
                    Assert.True(example.Decision.Permitted);
                    Assert.Contains(proof.Id, ProofReference.Broken(policy, earlier, example.Request));
                }
            }
        }

        // What the evaluator itself keeps holds always; the others came out both ways.
        string[] both = ["conflict-states", "conflict-onward", "no-wider", "no-longer"];
        Assert.All(ProofReference.Ids, id => Assert.True(seen.GetValueOrDefault((id, true)) > 3, id));
        Assert.All(both, id => Assert.True(seen.GetValueOrDefault((id, false)) > 3, id));
    }

    [Fact]
    public void Diff_OfGeneratedPolicies_ShowsExactlyWhatEveryRequestShows()
    {
        var seen = new Dictionary<DecisionChangeKind, int>();
        foreach ((SharingPolicy later, SharingPolicy earlier) in Generated("diff", 50))
        {
            CompiledPolicy now = CompiledPolicy.Compile(later), then = CompiledPolicy.Compile(earlier);
            var ways = new HashSet<(string, DecisionChangeKind)>();
            var groups = new HashSet<string>();
            foreach (PolicyRequest request in SmallPolicies.Requests(later, earlier))
            {
                Decision was = then.Evaluate(request), becomes = now.Evaluate(request);
                if (Change(request.Tier, earlier, was, later, becomes) is { } change)
                {
                    ways.Add((Known(request.Tier), Kind(was, becomes)));
                    groups.UnionWith(IsSimple(request) ? [Known(change)] : []);
                }
            }

            // Several forbids at once decide as each alone does: groups of their own, but no other way in which anything changes.
            PolicyDifference difference = PolicyDiff.Between(earlier, later);
            Assert.Equal(groups.Order(), difference.Changes.Select(c => Known(Change(c.Request.Tier, earlier, c.Earlier, later, c.Later)!)).Order());
            Assert.Equal(ways.Order(), difference.Changes.Select(c => (Known(c.Request.Tier), c.Kind)).Distinct().Order());
            Assert.Equal(difference.Changes.OrderBy(c => c.Kind), difference.Changes);
            foreach (DecisionChange change in difference.Changes)
            {
                Assert.Equal(then.Evaluate(change.Request).Sentence, change.Earlier.Sentence);
                Assert.Equal(now.Evaluate(change.Request).Sentence, change.Later.Sentence);
                Assert.Equal(Kind(change.Earlier, change.Later), change.Kind);
                Assert.InRange(change.Classes, 1, difference.Classes);
                seen[change.Kind] = seen.GetValueOrDefault(change.Kind) + 1;
            }
        }

        Assert.All(Enum.GetValues<DecisionChangeKind>(), kind => Assert.True(seen.GetValueOrDefault(kind) > 20, kind.ToString()));
    }

    [Fact]
    public void RuleReach_OnGeneratedPolicies_NamesTheRulesThatNoRequestMeets()
    {
        int unreachable = 0;
        foreach ((SharingPolicy policy, SharingPolicy _) in Generated("reach", 30))
        {
            CompiledPolicy compiled = CompiledPolicy.Compile(policy);
            HashSet<string> met = [.. SmallPolicies.Requests(policy).SelectMany(request => compiled.Evaluate(request).DeterminingRules)];
            IReadOnlyList<PolicyRule> found = RuleReach.Unreachable(policy);
            Assert.Equal(policy.Rules.Where(rule => !met.Contains(rule.Id)), found);
            unreachable += found.Count;
        }

        Assert.True(unreachable > 10, $"{unreachable}");
    }

    private static IEnumerable<(SharingPolicy Policy, SharingPolicy Earlier)> Generated(string seed, int pairs)
    {
        var generated = new SmallPolicies(new Dice("proofs of " + seed));
        return Enumerable.Range(0, pairs).Select(_ => (generated.Policy(), generated.Policy()));
    }

    // An unknown tier by the name that the classes have for it.
    private static string Known(string change) => change.Replace("nowhere", "other-tier", StringComparison.Ordinal);

    private static bool IsSimple(PolicyRequest request) =>
        request.Requester is { Actors.Count: <= 1 } and ({ State: null or "AUS" } or { Organisation: null or "somebody-else" });

    private static DecisionChangeKind Kind(Decision then, Decision now) => (then.Permitted, now.Permitted) switch
    {
        (false, true) => DecisionChangeKind.RefuseToPermit,
        (true, false) => DecisionChangeKind.PermitToRefuse,
        _ => DecisionChangeKind.OtherReason,
    };

    // Null when the two say the same: permit or refuse, why, and by rules that say the same.
    private static string? Change(string tier, SharingPolicy earlier, Decision then, SharingPolicy later, Decision now)
    {
        string was = Words(earlier, then), becomes = Words(later, now);
        return was == becomes ? null : $"{tier} {was} -> {becomes}";
    }

    private static string Words(SharingPolicy policy, Decision decision)
    {
        IEnumerable<string> rules =
            from id in decision.DeterminingRules
            let rule = policy.Rules.SingleOrDefault(r => r.Id == id)
            select rule is null ? id : rule.IsForbid ? $"forbid of {rule.Condition!.Kind} because {rule.Because}" : "permit";
        return $"{decision.Kind} by {string.Join(" and ", rules.Distinct().Order(StringComparer.Ordinal))}";
    }
}
