using System.Globalization;

namespace Broker.Policy.Testing;

/// <summary>
/// The edges of terms: the first and the last day are permitted, the days before and after are not. States with the same term in an audience
/// share their edges, and a test of any of them shows one.
/// </summary>
internal static class TermGoals
{
    internal static IEnumerable<CoverageGoal> Of(SharingPolicy policy) =>
        from audience in policy.Audiences.Values
        where policy.Tiers.Any(tier => tier.Audience == audience.Name)
        from term in audience.States.GroupBy(state => (state.First, state.Last))
        from edge in Edges(policy, audience, [.. term.Select(state => state.State)], term.Key.First, term.Key.Last)
        select edge;

    private static IEnumerable<CoverageGoal> Edges(SharingPolicy policy, PolicyAudience audience, List<string> states, DateOnly first, DateOnly last)
    {
        if (first > DateOnly.MinValue)
        {
            yield return Edge(policy, audience, states, (first, last), "day-before", first.AddDays(-1), isInside: false);
            yield return Edge(policy, audience, states, (first, last), "first-day", first, isInside: true);
        }

        if (last < DateOnly.MaxValue)
        {
            yield return Edge(policy, audience, states, (first, last), "last-day", last, isInside: true);
            yield return Edge(policy, audience, states, (first, last), "day-after", last.AddDays(1), isInside: false);
        }
    }

    private static CoverageGoal Edge(SharingPolicy policy, PolicyAudience audience, List<string> states, (DateOnly First, DateOnly Last) term, string edge, DateOnly day, bool isInside)
    {
        string[] tiers = [.. policy.Tiers.Where(tier => tier.Audience == audience.Name).Select(tier => tier.Name)];
        string id = string.Create(CultureInfo.InvariantCulture, $"term {audience.Name} {PolicyWords.Day(term.First)}/{PolicyWords.Day(term.Last)} {edge}");
        return new CoverageGoal(
            id,
            $"{(isInside ? "a permit" : "a refusal as outside of the audience")} on {PolicyWords.Day(day)} to one of {PolicyWords.List(states)}, of tier {PolicyWords.List(tiers)}",
            (request, decision) => request.On == day
                && tiers.Contains(request.Tier)
                && request.Requester.State is { } state
                && states.Contains(state)
                && (isInside ? decision.Permitted : IsTheTermAlone(audience, request, decision)))
        {
            Candidates = [.. from state in states from tier in tiers from purpose in policy.Purposes.Keys select Ask(audience, state, tier, purpose, day)],
        };
    }

    // Whoever lacks the role is outside on every day, which shows nothing of the term.
    private static bool IsTheTermAlone(PolicyAudience audience, PolicyRequest request, Decision decision) =>
        decision.Kind == DecisionKind.NotInAudience
        && request.Requester.Organisation is null
        && (audience.Role is null || audience.Role == request.Requester.Role);

    private static PolicyRequest Ask(PolicyAudience audience, string state, string tier, string purpose, DateOnly day) =>
        new(new Requester(state, null, audience.Role, []), tier, purpose, day);
}
