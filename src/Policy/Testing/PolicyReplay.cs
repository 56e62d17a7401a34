using System.Globalization;
using Broker.Policy.Proof;

namespace Broker.Policy.Testing;

/// <summary>Decides logged requests again, each on its own day, under another revision. Specification: docs/specs/sharing-policy.md, "Tools".</summary>
/// <param name="Replayed">Requests that were decided again.</param>
/// <param name="Elsewhere">Requests about another country, which are left out.</param>
/// <param name="Changes">Those whose answer would change, by class of request, the largest first.</param>
public sealed record PolicyReplay(int Replayed, int Elsewhere, IReadOnlyList<ReplayChange> Changes)
{
    /// <summary>How many answers would change.</summary>
    public int Changed => Changes.Sum(change => change.Count);

    /// <summary>Replays a log.</summary>
    /// <param name="policy">The revision that decides now.</param>
    /// <param name="requests">The logged requests.</param>
    /// <param name="against">Compared with what this revision decides; null: with what was answered then.</param>
    public static PolicyReplay Of(CompiledPolicy policy, IReadOnlyList<LoggedRequest> requests, CompiledPolicy? against)
    {
        ArgumentNullException.ThrowIfNull(policy);
        ArgumentNullException.ThrowIfNull(requests);
        RequestClasses classes = against is null ? RequestClasses.Of(policy.Policy) : RequestClasses.Of(policy.Policy, against.Policy);
        var groups = new OrderedDictionary<string, ReplayChange>(StringComparer.Ordinal);
        int replayed = 0;
        foreach (LoggedRequest request in requests.Where(request => request.Country == policy.Policy.Country))
        {
            replayed++;
            PolicyRequest asked = request.ToRequest();
            Decision now = policy.Evaluate(asked);
            (bool permitted, string then) = Then(request, against?.Evaluate(asked));
            if (permitted != now.Permitted)
            {
                string key = $"{Class(classes.ClassOf(asked))}\n{then}\n{now.Sentence}";
                ReplayChange known = groups.GetValueOrDefault(key) ?? new ReplayChange(asked, permitted, then, now, 0, []);
                groups[key] = known.With(request.Entry);
            }
        }

        return new PolicyReplay(replayed, requests.Count - replayed, [.. groups.Values.OrderByDescending(change => change.Count)]);
    }

    // The facts of its class's representative; requests that are not well formed are decided alike and are one class.
    private static string Class(PolicyRequest? like) => like is null ? string.Empty : string.Create(
        CultureInfo.InvariantCulture,
        $"{like.Requester.State} {like.Requester.Organisation} {like.Requester.Role} {string.Join(',', like.Requester.Actors)} {like.Tier} {like.Purpose} {like.On.DayNumber}");

    private static (bool Permitted, string Words) Then(LoggedRequest request, Decision? against) => against is not null
        ? (against.Permitted, against.Sentence)
        : (request.Permitted, $"{(request.Permitted ? "Permitted" : "Refused")}{(request.Rule is { } rule ? $" by {rule}" : " by no rule")} of revision {request.Revision}.");
}
