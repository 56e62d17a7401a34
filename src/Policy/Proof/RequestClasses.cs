namespace Broker.Policy.Proof;

/// <summary>
/// The finitely many classes of requests that the conditions of one or two policies tell apart: what holds for the representative of each
/// class holds for every request. Specification and the arguments: docs/specs/sharing-policy.md, "Proofs". Enumerated lazily.
/// Limit: <see cref="Most"/> classes, above which nothing is claimed.
/// </summary>
public sealed class RequestClasses
{
    /// <summary>Most classes that are gone through; above, a tool says so and claims nothing.</summary>
    public const long Most = 20_000_000;

    private RequestClasses(RequestFacts facts)
    {
        FactClass otherOrganisation = FactClass.Other(facts.Organisations.Unnamed("other-organisation"));
        IReadOnlyList<FactClass> other = facts.States.UnnamedState() is { } state ? [FactClass.Other(state)] : [];
        States = [.. facts.States.Classes(), FactClass.Absent, .. other];
        Organisations = [.. facts.Organisations.Classes(), FactClass.Absent, otherOrganisation];
        Roles = [FactClass.Absent, .. facts.Roles.Classes(), FactClass.Other(facts.Roles.Unnamed("other-role"))];
        Actors = [FactClass.Absent, .. facts.Actors.Classes(), FactClass.Other(facts.Actors.Unnamed("other-actor"))];
        Tiers = [.. Each(facts.Tiers), FactClass.Other(Unnamed("other-tier", facts.Tiers))];
        Purposes = [.. Each(facts.Purposes), FactClass.Other(Unnamed("other-purpose", facts.Purposes))];
        Days = [.. Intervals(facts.Days)];
        Parties = [.. PartiesOf(States, Organisations)];
        Count = (long)Parties.Count * Roles.Count * Actors.Count * Tiers.Count * Purposes.Count * Days.Count;
    }

    /// <summary>The classes of a requester's state.</summary>
    public IReadOnlyList<FactClass> States { get; }

    /// <summary>The classes of a requester's organisation.</summary>
    public IReadOnlyList<FactClass> Organisations { get; }

    /// <summary>The classes of a requester's role.</summary>
    public IReadOnlyList<FactClass> Roles { get; }

    /// <summary>The classes of a requester's actors: none, or one actor. Several decide as each of them alone does.</summary>
    public IReadOnlyList<FactClass> Actors { get; }

    /// <summary>Each tier, and every name that is none.</summary>
    public IReadOnlyList<FactClass> Tiers { get; }

    /// <summary>Each purpose, and every name that is none.</summary>
    public IReadOnlyList<FactClass> Purposes { get; }

    /// <summary>The classes of days, in order.</summary>
    public IReadOnlyList<DayClass> Days { get; }

    /// <summary>How many classes of requests there are.</summary>
    public long Count { get; }

    /// <summary>For whom requesters act: a state, an organisation, nobody, or both of which one is named by nobody.</summary>
    internal IReadOnlyList<(string? State, string? Organisation)> Parties { get; }

    /// <summary>The classes that policies induce together.</summary>
    /// <param name="policies">One or more policies, as two revisions that are compared.</param>
    public static RequestClasses Of(params SharingPolicy[] policies)
    {
        ArgumentNullException.ThrowIfNull(policies);
        return Of(policies, []);
    }

    internal static RequestClasses Of(IReadOnlyList<SharingPolicy> policies, IReadOnlyList<AudienceBound> bounds) => new(new RequestFacts(policies, bounds));

    /// <summary>One request for each class, always in the same order; those with the fewest facts of a party come first.</summary>
    public IEnumerable<PolicyRequest> Representatives()
    {
        foreach (Requester requester in Requesters())
        {
            foreach (FactClass tier in Tiers)
            {
                foreach (FactClass purpose in Purposes)
                {
                    foreach (DayClass day in Days)
                    {
                        yield return new PolicyRequest(requester, tier.Representative!, purpose.Representative!, day.Representative);
                    }
                }
            }
        }
    }

    /// <summary>
    /// The request of a class that the policies decide as they decide this one: each fact by its representative. Null for a request that is
    /// not well formed, which every policy refuses. Of several actors, or of a state and an organisation, each is replaced by itself.
    /// </summary>
    public PolicyRequest? ClassOf(PolicyRequest request)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Requester is null || RequestFaults.Of(request).Count > 0)
        {
            return null;
        }

        Requester who = request.Requester;
        var like = new Requester(
            Like(States, who.State),
            Like(Organisations, who.Organisation),
            Like(Roles, who.Role),
            [.. who.Actors.Select(actor => Like(Actors, actor)!).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)]);
        DateOnly day = Days.First(days => request.On <= days.Last).Representative;
        return new PolicyRequest(like, Like(Tiers, request.Tier)!, Like(Purposes, request.Purpose)!, day);
    }

    private static string? Like(IReadOnlyList<FactClass> classes, string? value) =>
        value is null ? null : (classes.FirstOrDefault(c => c.Members.Contains(value)) ?? classes.First(c => c.IsOther)).Representative;

    private IEnumerable<Requester> Requesters()
    {
        List<string[]> actors = [.. Actors.Select(actor => actor.Representative is { } name ? new[] { name } : [])];
        foreach ((string? state, string? organisation) in Parties)
        {
            foreach (FactClass role in Roles)
            {
                foreach (string[] own in actors)
                {
                    yield return new Requester(state, organisation, role.Representative, own);
                }
            }
        }
    }

    private static IEnumerable<(string?, string?)> PartiesOf(IReadOnlyList<FactClass> states, IReadOnlyList<FactClass> organisations)
    {
        foreach (FactClass state in states)
        {
            yield return (state.Representative, null);
        }

        foreach (FactClass organisation in organisations.Where(organisation => organisation.Representative is not null))
        {
            yield return (null, organisation.Representative);
        }

        // Who acts for both is in no closed audience; each side is tried beside one that nobody names. See "Proofs".
        string anyOrganisation = organisations[^1].Representative!, anyState = states[^1].Representative ?? states[0].Representative!;
        foreach (FactClass state in states.Where(state => state.Representative is not null))
        {
            yield return (state.Representative, anyOrganisation);
        }

        foreach (FactClass organisation in organisations.Where(organisation => organisation.Representative is not null && !organisation.IsOther))
        {
            yield return (anyState, organisation.Representative);
        }
    }

    private static IEnumerable<FactClass> Each(IEnumerable<string> names) => names.Select(name => new FactClass(name, [name], IsOther: false));

    private static string Unnamed(string wish, IReadOnlyList<string> names)
    {
        var all = new NameSignatures();
        all.Add(names);
        return all.Unnamed(wish);
    }

    private static IEnumerable<DayClass> Intervals(SortedSet<DateOnly> starts)
    {
        DateOnly first = DateOnly.MinValue;
        foreach (DateOnly start in starts.Where(start => start > DateOnly.MinValue))
        {
            yield return new DayClass(first, start.AddDays(-1));
            first = start;
        }

        yield return new DayClass(first, DateOnly.MaxValue);
    }
}
