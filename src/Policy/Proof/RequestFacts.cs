namespace Broker.Policy.Proof;

/// <summary>Every list of names that a decision of the policies, or a claim about them, looks a fact of a request up in.</summary>
internal sealed class RequestFacts
{
    internal RequestFacts(IReadOnlyList<SharingPolicy> policies, IReadOnlyList<AudienceBound> bounds)
    {
        Tiers = [.. policies.SelectMany(policy => policy.Tiers).Select(tier => tier.Name).Distinct(StringComparer.Ordinal)];
        Purposes = [.. policies.SelectMany(policy => policy.Purposes.Keys).Distinct(StringComparer.Ordinal)];
        foreach (SharingPolicy policy in policies)
        {
            AddAudiences(policy);
            AddConflicts(policy);
            AddForbids(policy);
            AddDay(policy.ReviewBy, isLast: true);
        }

        foreach (AudienceBound bound in bounds)
        {
            States.Add(bound.States);
            Organisations.Add(bound.Organisations);
            Roles.Add(bound.Role is { } role ? [role] : []);
        }
    }

    internal NameSignatures States { get; } = new();

    internal NameSignatures Organisations { get; } = new();

    internal NameSignatures Roles { get; } = new();

    internal NameSignatures Actors { get; } = new();

    /// <summary>The first days on which something is different from the day before.</summary>
    internal SortedSet<DateOnly> Days { get; } = [];

    internal IReadOnlyList<string> Tiers { get; }

    internal IReadOnlyList<string> Purposes { get; }

    // An audience that no tier has decides nothing.
    private void AddAudiences(SharingPolicy policy)
    {
        foreach (PolicyAudience audience in policy.Tiers.Select(tier => tier.Audience).Distinct().Select(name => policy.Audiences[name]))
        {
            States.Add(audience.States.Select(s => (s.State, $"{s.First.DayNumber}-{s.Last.DayNumber}")));
            Organisations.Add(audience.Organisations);
            Roles.Add(audience.Role is { } role ? [role] : []);
            foreach (AudienceState state in audience.States)
            {
                AddDay(state.First, isLast: false);
                AddDay(state.Last, isLast: true);
            }
        }
    }

    private void AddConflicts(SharingPolicy policy)
    {
        foreach (PolicyConflict conflict in policy.Conflicts)
        {
            States.Add(conflict.States);
            Actors.Add(conflict.Actors);
            AddDay(conflict.Since, isLast: false);
        }
    }

    private void AddForbids(SharingPolicy policy)
    {
        foreach (RequesterCondition condition in policy.Rules.Select(rule => rule.Condition).OfType<RequesterCondition>())
        {
            NameSignatures? fact = condition.Kind switch
            {
                RequesterConditionKind.States => States,
                RequesterConditionKind.Organisations => Organisations,
                RequesterConditionKind.Roles => Roles,
                RequesterConditionKind.Actors => Actors,
                _ => null,
            };
            fact?.Add(condition.Values);
        }
    }

    private void AddDay(DateOnly day, bool isLast)
    {
        if (!isLast)
        {
            Days.Add(day);
        }
        else if (day < DateOnly.MaxValue)
        {
            Days.Add(day.AddDays(1));
        }
    }
}
