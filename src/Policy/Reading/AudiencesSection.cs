namespace Broker.Policy.Reading;

/// <summary>Reads the audiences.</summary>
internal static class AudiencesSection
{
    internal static void Read(Fields file, PolicyDraft draft, Findings findings)
    {
        foreach (YamlEntry entry in file.Named("audiences"))
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
        Fields? fields = Fields.Open(entry.Value, AudienceGrammar.Audience, findings);
        if (fields is null)
        {
            return null;
        }

        if (fields.Chosen().Length != 1 || fields.Misplaced() is not null)
        {
            findings.Error(entry.Key, PolicyCodes.AudienceKind, fields.Misplaced() ?? "an audience has exactly one of anyone, states, organisations");
            return null;
        }

        bool anyone = fields.Text("anyone") is not null;
        if (fields["anyone"] is not null && !anyone)
        {
            return null;
        }

        List<string> states = fields.List("states");
        List<string> organisations = fields.List("organisations");
        string? role = fields.Text("role");
        Dictionary<string, (DateOnly First, DateOnly Last)> terms = ReadTerms(fields["terms"], states, findings);
        return new PolicyAudience(entry.Key.Value, anyone, [.. states.Select(s => Member(s, terms))], organisations, role, ReadSeats(fields, findings));
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

    private static OrderedDictionary<string, int> ReadSeats(Fields fields, Findings findings)
    {
        var seats = new OrderedDictionary<string, int>(StringComparer.Ordinal);
        foreach (YamlEntry entry in fields.Named("seats"))
        {
            if (Scalars.Whole(entry.Value, findings, AudienceGrammar.Seats) is { } number)
            {
                seats.Add(entry.Key.Value, number);
            }
        }

        return seats;
    }
}
