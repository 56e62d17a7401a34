namespace Broker.Policy.Reading;

/// <summary>Reads the audiences.</summary>
internal static class AudiencesSection
{
    private static readonly string[] Kinds = ["anyone", "states", "organisations"];

    internal static void Read(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        foreach (YamlEntry entry in Lists.Named(node, "audiences", findings, PolicyLimits.Audiences))
        {
            draft.AudienceNames.Add(entry.Key.Value, entry.Key);
            if (ReadOne(entry, findings) is { } audience)
            {
                draft.Audiences.Add(audience.Name, audience);
            }
        }

        foreach (PolicyAudience audience in draft.Audiences.Values)
        {
            foreach (string name in audience.Organisations.Where(draft.AudienceNames.ContainsKey))
            {
                findings.Error(draft.AudienceNames[name], PolicyCodes.AmbiguousName, $"`{name}` names an audience and an organisation, a caveat could not tell them apart");
            }
        }
    }

    private static PolicyAudience? ReadOne(YamlEntry entry, Findings findings)
    {
        Fields? fields = Fields.Open(entry.Value, "an audience", findings, [], [.. Kinds, "role", "terms", "seats"]);
        if (fields is null)
        {
            return null;
        }

        if (Kinds.Count(kind => fields[kind] is not null) != 1 || Misplaced(fields) is not null)
        {
            findings.Error(entry.Key, PolicyCodes.AudienceKind, Misplaced(fields) ?? "an audience has exactly one of anyone, states, organisations");
            return null;
        }

        bool anyone = Scalars.Word(fields["anyone"], findings, "true") is not null;
        if (fields["anyone"] is not null && !anyone)
        {
            return null;
        }

        List<string> states = Lists.Values(fields["states"], findings, item => Scalars.State(item, findings));
        List<string> organisations = Lists.Values(fields["organisations"], findings, item => Scalars.Name(item, findings));
        string? role = Scalars.Name(fields["role"], findings);
        Dictionary<string, (DateOnly First, DateOnly Last)> terms = ReadTerms(fields["terms"], states, findings);
        return new PolicyAudience(entry.Key.Value, anyone, [.. states.Select(s => Member(s, terms))], organisations, role, ReadSeats(fields["seats"], findings));
    }

    private static string? Misplaced(Fields fields)
    {
        if (fields["terms"] is not null && fields["states"] is null)
        {
            return "terms belong to an audience of states";
        }

        if (fields["seats"] is not null && fields["organisations"] is null)
        {
            return "seats belong to an audience of organisations";
        }

        return fields["role"] is not null && fields["anyone"] is not null ? "an audience of anyone asks for no role" : null;
    }

    private static AudienceState Member(string state, Dictionary<string, (DateOnly First, DateOnly Last)> terms) =>
        terms.TryGetValue(state, out (DateOnly First, DateOnly Last) term)
            ? new AudienceState(state, term.First, term.Last)
            : new AudienceState(state, DateOnly.MinValue, DateOnly.MaxValue);

    private static Dictionary<string, (DateOnly First, DateOnly Last)> ReadTerms(YamlNode? node, List<string> states, Findings findings)
    {
        var terms = new Dictionary<string, (DateOnly First, DateOnly Last)>(StringComparer.Ordinal);
        if (node is not (null or YamlMapping))
        {
            findings.Error(node, PolicyCodes.WrongShape, "terms must be a mapping from states");
        }

        foreach (YamlEntry entry in (node as YamlMapping)?.Entries ?? [])
        {
            if (!states.Contains(entry.Key.Value))
            {
                findings.Error(entry.Key, PolicyCodes.TermWithoutState, $"{Findings.Quote(entry.Key.Value)} has a term and is not a state of the audience");
            }
            else if (Scalars.Term(entry.Value, findings) is { } term)
            {
                terms.Add(entry.Key.Value, term);
            }
        }

        return terms;
    }

    private static OrderedDictionary<string, int> ReadSeats(YamlNode? node, Findings findings)
    {
        var seats = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (YamlEntry entry in Lists.Named(node, "seats", findings, PolicyLimits.ListItems))
        {
            if (Scalars.Whole(entry.Value, findings, 1, PolicyLimits.LargestNumber) is { } number)
            {
                seats.Add(entry.Key.Value, number);
            }
        }

        return seats;
    }
}
