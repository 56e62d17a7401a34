namespace Broker.Policy.Reading;

/// <summary>Reads the tiers, each by itself; what holds between tiers is in <see cref="TierChecks"/>.</summary>
internal static class TiersSection
{
    internal static void Read(Fields file, PolicyDraft draft, Findings findings)
    {
        foreach (YamlEntry entry in file.Named("tiers"))
        {
            draft.Tiers.Add(ReadOne(entry, draft, findings));
        }
    }

    private static TierDraft ReadOne(YamlEntry entry, PolicyDraft draft, Findings findings)
    {
        Fields? fields = Fields.Open(entry.Value, TierGrammar.Tier, findings);
        Fields? threshold = fields?.Open("threshold");
        return new TierDraft(entry.Key.Value, entry.Key, fields)
        {
            Audience = ReadAudience(fields, draft, findings),
            Marking = fields?.Text("marking"),
            Tables = TableNames.Read(fields?["tables"], findings),
            Noise = fields?.Whole("noise"),
            Sources = threshold?.Whole("sources"),
            Organisations = threshold?.Whole("organisations"),
            RoundTo = fields?.Whole("round-to"),
            Delay = fields?.Days("delay"),
            Narrative = fields?.Text("narrative"),
            Onward = fields?.Text("onward"),
            Alerts = fields?.List("alerts") ?? [],
        };
    }

    private static string? ReadAudience(Fields? fields, PolicyDraft draft, Findings findings)
    {
        string? name = fields?.Text("audience");
        if (name is not null && !draft.AudienceNames.ContainsKey(name))
        {
            findings.Error(fields!["audience"]!, PolicyCodes.UnknownAudience, $"there is no audience `{name}`");
        }

        return name;
    }
}
