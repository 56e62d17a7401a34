using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>What only restricts never widens: the meet of a policy and caveats, and a forbid that is added, over generated policies.</summary>
public sealed class RestrictionPropertyTests
{
    [Fact]
    public void Meet_OverGeneratedPolicies_IsCommutativeAssociativeIdempotentAndWithinBothSides()
    {
        var generated = new SmallPolicies(new Dice("meets over policies"));
        int narrower = 0;
        for (int i = 0; i < 10_000; i++)
        {
            SharingPolicy policy = generated.Policy();
            CaveatBounds top = CaveatBounds.Of(policy), a = CaveatBounds.Of(policy, generated.Caveats(policy));
            CaveatBounds b = CaveatBounds.Of(policy, generated.Caveats(policy)), c = CaveatBounds.Of(policy, generated.Caveats(policy));
            CaveatBounds meet = a.Meet(b);
            AssertSame(a, a.Meet(a));
            AssertSame(meet, b.Meet(a));
            AssertSame(meet.Meet(c), a.Meet(b.Meet(c)));
            AssertSame(a, a.Meet(top));
            Assert.All(policy.Tiers.Index(), tier => Assert.True(!meet.Admits(policy, tier.Index) || (a.Admits(policy, tier.Index) && b.Admits(policy, tier.Index))));
            Assert.True(meet.First >= a.First && meet.First >= b.First && meet.Last <= a.Last && meet.Last <= b.Last);
            Assert.True(meet.RetentionDays <= a.RetentionDays && meet.RetentionDays <= b.RetentionDays && (!meet.Narrative || (a.Narrative && b.Narrative)));
            narrower += policy.Tiers.Index().Any(tier => a.Admits(policy, tier.Index) && !meet.Admits(policy, tier.Index)) ? 1 : 0;
        }

        Assert.True(narrower > 2000, $"{narrower}");
    }

    [Fact]
    public void ForbidThatIsAdded_ToGeneratedPolicies_PermitsNothingNewAndWidensNoTier()
    {
        var generated = new SmallPolicies(new Dice("forbids added"));
        int refused = 0, permitted = 0;
        for (int i = 0; i < 10_000; i++)
        {
            SharingPolicy before = generated.Policy(), after = generated.WithForbid(before);
            CompiledPolicy then = CompiledPolicy.Compile(before), now = CompiledPolicy.Compile(after);
            Assert.All(before.Tiers, tier => Assert.True(PolicyNarrowing.IsNoWider(after, before, tier.Name)));
            for (int j = 0; j < 25; j++)
            {
                PolicyRequest request = generated.Request();
                bool was = then.Evaluate(request).Permitted, becomes = now.Evaluate(request).Permitted;
                Assert.True(was || !becomes);
                permitted += becomes ? 1 : 0;
                refused += was && !becomes ? 1 : 0;
            }
        }

        Assert.True(permitted > 10_000 && refused > 1000, $"{permitted} permitted, {refused} newly refused");
    }

    [Fact]
    public void ForbidThatIsAdded_OverEveryClassOfRequests_PermitsNothingNew()
    {
        var generated = new SmallPolicies(new Dice("forbids added, all requests"));
        int refused = 0;
        for (int i = 0; i < 100; i++)
        {
            SharingPolicy before = generated.Policy(), after = generated.WithForbid(before);
            IReadOnlyList<DecisionChange> changes = PolicyDiff.Between(before, after).Changes;
            Assert.DoesNotContain(changes, change => change.Kind == DecisionChangeKind.RefuseToPermit);
            Assert.All(PolicyProver.Prove(after, [], before).Proofs.Where(proof => proof.Id.StartsWith("no-", StringComparison.Ordinal)), proof => Assert.True(proof.Holds));
            refused += changes.Count(change => change.Kind == DecisionChangeKind.PermitToRefuse);
        }

        Assert.True(refused > 50, $"{refused}");
    }

    private static void AssertSame(CaveatBounds a, CaveatBounds b)
    {
        Assert.Equal((a.MostOpenTier, a.First, a.Last, a.RetentionDays, a.Narrative), (b.MostOpenTier, b.First, b.Last, b.RetentionDays, b.Narrative));
        Assert.Equal(a.Purposes is null, b.Purposes is null);
        Assert.True(a.Purposes is null || a.Purposes.SetEquals(b.Purposes!));
        Assert.True(a.NeverTo.SetEquals(b.NeverTo));
    }
}
