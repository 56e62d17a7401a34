namespace Broker.Policy.Tests;

/// <summary>
/// The slow reference: "Decisions" of docs/specs/sharing-policy.md, sentence by sentence, over the policy as it was read.
/// A mutation leaves one sentence out; the tests use that to show that their requests would notice.
/// </summary>
internal static class NaiveEvaluator
{
    internal sealed record Answer(DecisionKind Kind, string[] Determining, string[] Near, string[] Missing);

    /// <summary>What of a decision is not as the page has it, or null.</summary>
    internal static string? Difference(SharingPolicy policy, PolicyRequest request, Answer answer, Decision decision) =>
        decision.Kind != answer.Kind ? $"{decision.Kind}, not {answer.Kind}"
        : decision.Permitted != (answer.Kind == DecisionKind.ExplicitPermit) ? $"{decision.Kind} and permitted {decision.Permitted}"
        : !decision.DeterminingRules.SequenceEqual(answer.Determining) ? $"{decision.Kind}: determining rules"
        : !decision.NearMisses.SequenceEqual(answer.Near) ? $"{decision.Kind}: near misses"
        : !decision.MissingFacts.SequenceEqual(answer.Missing) ? $"{decision.Kind}: missing facts"
        : decision.Sentence != NaiveSentence.Of(policy, request, answer) ? $"{decision.Kind}: sentence"
        : decision.Revision != policy.Revision ? $"{decision.Kind}: revision"
        : null;

    internal static Answer Evaluate(SharingPolicy policy, PolicyRequest request, Mutation mutation = Mutation.None)
    {
        if (mutation != Mutation.NoShapeCheck && !IsWellFormed(request))
        {
            return new(DecisionKind.EvaluationError, [], [], []);
        }

        bool lapsed = mutation == Mutation.LapsesADayEarly ? request.On >= policy.ReviewBy : request.On > policy.ReviewBy;
        if (lapsed && mutation != Mutation.NeverLapses)
        {
            return new(DecisionKind.Lapsed, [], [], []);
        }

        PolicyTier? tier = policy.Tiers.SingleOrDefault(t => t.Name == request.Tier);
        if (tier is null)
        {
            return new(DecisionKind.UnknownTier, [], [], []);
        }

        return policy.Audiences[tier.Audience].Anyone && mutation != Mutation.PublicIsNotForAnyone
            ? new(DecisionKind.ExplicitPermit, ["audience-" + tier.Audience], [], [])
            : OfClosedTier(policy, request, tier, mutation);
    }

    private static Answer OfClosedTier(SharingPolicy policy, PolicyRequest request, PolicyTier tier, Mutation mutation)
    {
        bool inAudience = IsIn(policy.Audiences[tier.Audience], request, mutation) || mutation == Mutation.AudienceIgnored;
        List<PolicyRule> permits = [.. policy.Rules.Where(r => !r.IsForbid)];
        List<PolicyRule> ofTier = [.. permits.Where(r => r.Tiers.Contains(tier.Name) || mutation == Mutation.PermitTierIgnored)];
        List<PolicyRule> holding = [.. ofTier.Where(r => r.Purposes.Contains(request.Purpose) || mutation == Mutation.PermitPurposeIgnored)];
        List<PolicyRule> forbids = [.. policy.Rules.Where(r => r.IsForbid && Forbids(policy, r, tier, request, mutation))];
        if (forbids.Count > 0 && mutation != Mutation.ForbidsIgnored && !(mutation == Mutation.PermitBeatsForbid && inAudience && holding.Count > 0))
        {
            return new(DecisionKind.ExplicitForbid, Ids(forbids), inAudience ? Ids(holding) : [], []);
        }

        if (!policy.Purposes.ContainsKey(request.Purpose))
        {
            return new(DecisionKind.UnknownPurpose, [], inAudience ? Ids(ofTier) : [], []);
        }

        if (!inAudience)
        {
            return new(DecisionKind.NotInAudience, [], Ids(holding), Missing(policy.Audiences[tier.Audience], request.Requester));
        }

        if (holding.Count > 0 || mutation == Mutation.DefaultPermit)
        {
            return new(DecisionKind.ExplicitPermit, Ids(holding), [], []);
        }

        IEnumerable<PolicyRule> elsewhere = permits.Where(r =>
            r.Purposes.Contains(request.Purpose)
            && r.Tiers.Any(name => IsIn(policy.Audiences[policy.Tiers.Single(t => t.Name == name).Audience], request, mutation)));
        return new(DecisionKind.ImplicitRefusal, [], Ids([.. policy.Rules.Where(r => ofTier.Contains(r) || elsewhere.Contains(r))]), []);
    }

    private static bool Forbids(SharingPolicy policy, PolicyRule rule, PolicyTier tier, PolicyRequest request, Mutation mutation)
    {
        Requester requester = request.Requester;
        if (!rule.Tiers.Contains(tier.Name) && mutation != Mutation.ForbidTierIgnored)
        {
            return false;
        }

        if (rule.Purposes.Count > 0 && !rule.Purposes.Contains(request.Purpose) && mutation != Mutation.ForbidPurposeIgnored)
        {
            return false;
        }

        return rule.Condition!.Kind switch
        {
            RequesterConditionKind.Anyone => true,
            RequesterConditionKind.States => rule.Condition.Values.Contains(requester.State),
            RequesterConditionKind.Organisations => rule.Condition.Values.Contains(requester.Organisation),
            RequesterConditionKind.Roles => rule.Condition.Values.Contains(requester.Role),
            RequesterConditionKind.Actors => rule.Condition.Values.Intersect(requester.Actors).Any(),
            RequesterConditionKind.AffiliatedWithConflicts => policy.Conflicts.Any(c =>
                (c.Since <= request.On || mutation == Mutation.SinceIgnored)
                && ((c.States.Contains(requester.State) && mutation != Mutation.ConflictStatesIgnored)
                    || (c.Actors.Intersect(requester.Actors).Any() && mutation != Mutation.ConflictActorsIgnored))),
            _ => throw new InvalidOperationException("a condition that the page does not know"),
        };
    }

    private static bool IsIn(PolicyAudience audience, PolicyRequest request, Mutation mutation)
    {
        Requester requester = request.Requester;
        if (audience.Anyone)
        {
            return true;
        }

        bool actsForBoth = requester.State is not null && requester.Organisation is not null && mutation != Mutation.BothPartiesAllowed;
        bool hasRole = audience.Role is null || audience.Role == requester.Role || mutation == Mutation.RoleIgnored;
        bool asState = audience.States.Any(s =>
            s.State == requester.State && ((s.First <= request.On && request.On <= s.Last) || mutation == Mutation.TermsIgnored));
        bool asOrganisation = audience.Organisations.Any(o => o == requester.Organisation);
        return !actsForBoth && hasRole && (asState || asOrganisation);
    }

    private static bool IsWellFormed(PolicyRequest request)
    {
        Requester requester = request.Requester;
        IEnumerable<string?> names = [request.Tier, request.Purpose, .. requester.Actors];
        return names.All(PolicyVocabulary.IsName)
            && (requester.State is null || PolicyVocabulary.IsState(requester.State))
            && (requester.Organisation is null || PolicyVocabulary.IsName(requester.Organisation))
            && (requester.Role is null || PolicyVocabulary.IsName(requester.Role));
    }

    private static string[] Missing(PolicyAudience audience, Requester requester)
    {
        var missing = new List<string>();
        if (audience.States.Count > 0 && requester.State is null)
        {
            missing.Add("state");
        }

        if (audience.Organisations.Count > 0 && requester.Organisation is null)
        {
            missing.Add("organisation");
        }

        if (audience.Role is not null && requester.Role is null)
        {
            missing.Add("role");
        }

        return [.. missing];
    }

    private static string[] Ids(IEnumerable<PolicyRule> rules) => [.. rules.Select(r => r.Id)];
}
