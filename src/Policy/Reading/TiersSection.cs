namespace Broker.Policy.Reading;

/// <summary>Reads the tiers, each by itself; what holds between tiers is in <see cref="TierChecks"/>.</summary>
internal static class TiersSection
{
    private static readonly string[] Required = ["audience", "marking", "tables", "noise", "threshold", "narrative"];
    private static readonly string[] Optional = ["round-to", "delay", "onward", "alerts"];

    internal static void Read(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        foreach (YamlEntry entry in Lists.Named(node, "tiers", findings, PolicyLimits.Tiers))
        {
            draft.Tiers.Add(ReadOne(entry, draft, findings));
        }
    }

    private static TierDraft ReadOne(YamlEntry entry, PolicyDraft draft, Findings findings)
    {
        Fields? fields = Fields.Open(entry.Value, "a tier", findings, Required, Optional);
        Fields? threshold = Fields.Open(fields?["threshold"], "a threshold", findings, ["sources", "organisations"], []);
        return new TierDraft(entry.Key.Value, entry.Key, fields)
        {
            Audience = ReadAudience(fields?["audience"], draft, findings),
            Marking = Scalars.Word(fields?["marking"], findings, [.. PolicyVocabulary.Markings]),
            Tables = TableNames.Read(fields?["tables"], findings),
            Noise = Scalars.Whole(fields?["noise"], findings, 1, PolicyLimits.LargestNumber),
            Sources = AtLeast(threshold?["sources"], PolicyFloors.Sources, PolicyCodes.FloorSources, "a threshold of sources is at least 3", findings),
            Organisations = AtLeast(threshold?["organisations"], PolicyFloors.Organisations, PolicyCodes.FloorOrganisations, "a threshold of organisations is at least 2", findings),
            RoundTo = Scalars.Whole(fields?["round-to"], findings, 1, PolicyLimits.LargestNumber),
            Delay = Scalars.Days(fields?["delay"], findings),
            Narrative = Scalars.Word(fields?["narrative"], findings, PolicyVocabulary.NarrativeNever, PolicyVocabulary.NarrativeApproved),
            Onward = Scalars.Word(fields?["onward"], findings, PolicyVocabulary.OnwardNone, PolicyVocabulary.OnwardPermanentMembers),
            Alerts = Lists.Values(fields?["alerts"], findings, item => Scalars.Word(item, findings, "becomes-shown", "change"), mayBeEmpty: true),
        };
    }

    private static string? ReadAudience(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        string? name = Scalars.Name(node, findings);
        if (name is not null && !draft.AudienceNames.ContainsKey(name))
        {
            findings.Error(node!, PolicyCodes.UnknownAudience, $"there is no audience `{name}`");
        }

        return name;
    }

    private static int? AtLeast(YamlNode? node, int floor, string code, string message, Findings findings)
    {
        int? number = Scalars.Whole(node, findings, 0, PolicyLimits.LargestNumber);
        if (number < floor)
        {
            findings.Error(node!, code, message);
        }

        return number;
    }
}
