using Broker.Policy.Proof;

namespace Broker.Policy.Tests;

/// <summary>The classes of requests: as many as counted, and each request decided as the one that stands for it.</summary>
public sealed class RequestClassesTests
{
    [Fact]
    public void Classes_OfTheSmallPolicy_AreThoseThatItTellsApart()
    {
        RequestClasses classes = RequestClasses.Of(PolicyText.Policy(PolicyText.Small));
        Assert.Equal([["LUX", "RWA"], ["TCD"], ["CAF"]], classes.States.Where(c => c.Members.Count > 0).Select(c => c.Members));
        Assert.Equal(["ngo-b", null, "other-organisation"], classes.Organisations.Select(c => c.Representative));
        Assert.Equal([null, "delegate", "other-role"], classes.Roles.Select(c => c.Representative));
        Assert.Equal([null, "fprc", "other-actor"], classes.Actors.Select(c => c.Representative));
        Assert.Equal(["public", "delegates-only", "consortium", "other-tier"], classes.Tiers.Select(c => c.Representative));
        Assert.Equal(["early-warning", "evaluation", "other-purpose"], classes.Purposes.Select(c => c.Representative));
        Assert.Equal(["2012-12-31", "2013-01-01", "2014-01-01", "2015-07-01", "2016-01-01"], classes.Days.Select(d => PolicyWords.Day(d.Representative)));

        // A state or none, an organisation, both.
        Assert.Equal((5 + 2 + 4 + 1) * 3 * 3 * 4 * 3 * 5, classes.Count);
    }

    [Fact]
    public void OtherNames_ThatAPolicyHolds_AreNotTakenForOther()
    {
        string text = PolicyText.With("[ngo-b, network-c]", "[other-organisation, network-c]").Replace("role: delegate", "role: other-role", StringComparison.Ordinal);
        RequestClasses classes = RequestClasses.Of(PolicyText.Policy(text.Replace("consortium", "other-tier", StringComparison.Ordinal)));
        Assert.Equal("other-organisation-2", classes.Organisations[^1].Representative);
        Assert.Equal("other-role-2", classes.Roles[^1].Representative);
        Assert.Equal("other-tier-2", classes.Tiers[^1].Representative);
        Assert.DoesNotContain(classes.States[^1].Representative, (string[])["LUX", "RWA", "TCD", "CAF"]);
    }

    [Fact]
    public void EveryState_NamedByThePolicy_LeavesNoOtherOne()
    {
        string all = string.Join(", ", StateCodes.All.Except(["CAF"]).Order(StringComparer.Ordinal));
        RequestClasses classes = RequestClasses.Of(PolicyText.Policy(PolicyText.With("[LUX, RWA, TCD]", $"[{all}]")));
        Assert.DoesNotContain(classes.States, c => c.IsOther);
        Assert.Equal(classes.Count, classes.Representatives().LongCount());
        Assert.Equal("TCD", classes.ClassOf(Request("TCD", "delegates-only", "2014-05-05"))?.Requester.State);
    }

    [Fact]
    public void Representatives_OfGeneratedPolicies_AreAsManyAsCountedAndAllDifferent()
    {
        var generated = new GeneratedPolicies(new Dice("classes counted"));
        for (int i = 0; i < 8; i++)
        {
            RequestClasses classes = RequestClasses.Of(generated.Policy(), generated.Policy());
            List<PolicyRequest> all = [.. classes.Representatives()];
            Assert.Equal(classes.Count, all.Count);
            Assert.Equal(all.Count, all.Select(r => (r.Requester.State, r.Requester.Organisation, r.Requester.Role, string.Join(" ", r.Requester.Actors), r.Tier, r.Purpose, r.On)).Distinct().Count());
        }
    }

    [Fact]
    public void Request_OfGeneratedPolicies_IsDecidedAsTheOneOfItsClass()
    {
        var dice = new Dice("classes decide alike");
        var generated = new GeneratedPolicies(dice);
        int malformed = 0, permitted = 0, several = 0;
        for (int i = 0; i < 150; i++)
        {
            SharingPolicy policy = generated.Policy(), other = generated.Policy();
            RequestClasses classes = RequestClasses.Of(policy, other);
            CompiledPolicy compiled = CompiledPolicy.Compile(policy), comparedWith = CompiledPolicy.Compile(other);
            for (int j = 0; j < 300; j++)
            {
                PolicyRequest request = generated.Request(policy);
                if (classes.ClassOf(request) is not { } like)
                {
                    Assert.Equal(DecisionKind.EvaluationError, compiled.Evaluate(request).Kind);
                    malformed++;
                    continue;
                }

                // The decision whole, words included: kept decisions are the same objects.
                Assert.Same(compiled.Evaluate(request), compiled.Evaluate(like));
                Assert.Same(comparedWith.Evaluate(request), comparedWith.Evaluate(like));
                permitted += compiled.Evaluate(request).Permitted ? 1 : 0;
                several += request.Requester.Actors.Count > 1 ? 1 : 0;
            }
        }

        Assert.True(malformed > 500 && permitted > 5000 && several > 2000, $"{malformed} malformed, {permitted} permitted, {several} of several actors");
    }

    [Fact]
    public void ClassOf_RequestWithNullFacts_IsNone()
    {
        RequestClasses classes = RequestClasses.Of(PolicyText.Policy(PolicyText.Small));
        PolicyRequest request = Request("LUX", "public", "2014-05-05");
        Assert.NotNull(classes.ClassOf(request));
        Assert.Null(classes.ClassOf(request with { Requester = null! }));
        Assert.Null(classes.ClassOf(request with { Requester = new Requester(null, null, null, null!) }));
        Assert.Null(classes.ClassOf(request with { Tier = null! }));
        Assert.Null(classes.ClassOf(Request("lux", "public", "2014-05-05")));
    }

    private static PolicyRequest Request(string state, string tier, string day) =>
        new(new Requester(state, null, "delegate", []), tier, "early-warning", DateOnly.ParseExact(day, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
}
