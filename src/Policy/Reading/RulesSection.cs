using System.Globalization;

namespace Broker.Policy.Reading;

/// <summary>Reads the rules.</summary>
internal static class RulesSection
{
    internal static void Read(Fields file, PolicyDraft draft, Findings findings)
    {
        int number = 0;
        foreach (YamlNode item in file.Items("rules"))
        {
            number++;
            string id = string.Create(CultureInfo.InvariantCulture, $"rule-{number}");
            int errors = findings.Errors;
            if (ReadOne(item, id, draft, findings) is { } rule)
            {
                draft.Rules.Add(new Placed<PolicyRule>(rule, item));
            }

            draft.RulesAreBroken |= findings.Errors > errors;
        }
    }

    private static PolicyRule? ReadOne(YamlNode item, string id, PolicyDraft draft, Findings findings)
    {
        bool permits = Has(item, "permit"), forbids = Has(item, "forbid");
        if (item is YamlMapping && permits == forbids)
        {
            findings.Error(item, PolicyCodes.RuleKind, "a rule is either a permit or a forbid");
            return null;
        }

        return forbids ? ReadForbid(item, id, draft, findings) : ReadPermit(item, id, draft, findings);
    }

    private static bool Has(YamlNode item, string key) =>
        item is YamlMapping mapping && mapping.Entries.Any(entry => entry.Key.Value == key);

    private static PolicyRule? ReadPermit(YamlNode item, string id, PolicyDraft draft, Findings findings)
    {
        if (Fields.Open(item, RuleGrammar.Permit, findings) is not { } fields)
        {
            return null;
        }

        bool releases = fields.Text("permit") is not null;
        List<string> tiers = Tiers(fields["to"], draft, findings);
        List<string> purposes = Lists.Values(fields["for"], RuleGrammar.Names, findings, value => Purpose(value, draft, findings));
        string? because = fields.Text("because");
        return releases && tiers.Count > 0 && purposes.Count > 0
            ? new PolicyRule(id, IsForbid: false, tiers, purposes, Condition: null, because, item.Line) { Column = item.Column }
            : null;
    }

    private static PolicyRule? ReadForbid(YamlNode item, string id, PolicyDraft draft, Findings findings)
    {
        if (Fields.Open(item, RuleGrammar.Forbid, findings) is not { } fields)
        {
            return null;
        }

        List<string>? tiers = ForbiddenTiers(fields["forbid"], draft, findings);
        RequesterCondition? condition = ConditionReader.Read(fields["to"], findings);
        CheckOrganisations(fields["to"], condition, draft, findings);
        List<string> purposes = Lists.Values(fields["for"], RuleGrammar.Names, findings, value => Purpose(value, draft, findings));
        bool purposesRead = fields["for"] is null || purposes.Count > 0;
        string? because = fields.Text("because");
        return tiers is not null && condition is not null && because is not null && purposesRead
            ? new PolicyRule(id, IsForbid: true, tiers, purposes, condition, because, item.Line) { Column = item.Column }
            : null;
    }

    /// <summary>
    /// `any` is every tier but the public one: what is public is known to everybody, and a policy that seemed to
    /// forbid it would promise what nobody can keep.
    /// </summary>
    // It reads as if the members were kept out, and would catch only who acts for an organisation of that name.
    private static void CheckOrganisations(YamlNode? at, RequesterCondition? condition, PolicyDraft draft, Findings findings)
    {
        foreach (string name in condition?.Kind == RequesterConditionKind.Organisations ? condition.Values.Where(draft.AudienceNames.ContainsKey) : [])
        {
            findings.Error(at!, PolicyCodes.AmbiguousName, $"`{name}` names an audience, and a forbid names its organisations one by one");
        }
    }

    private static List<string>? ForbiddenTiers(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        if (node is YamlScalar scalar && RuleGrammar.Any.Words.Contains(scalar.Value))
        {
            return [.. draft.Tiers.Where(tier => !draft.IsPublic(tier)).Select(tier => tier.Name)];
        }

        List<string> tiers = Tiers(node, draft, findings);
        foreach (TierDraft tier in draft.Tiers.Where(tier => tiers.Contains(tier.Name) && draft.IsPublic(tier)))
        {
            findings.Error(node!, PolicyCodes.ForbidPublic, $"tier `{tier.Name}` is for anyone and cannot be forbidden");
        }

        return tiers.Count > 0 ? tiers : null;
    }

    private static List<string> Tiers(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        if (node is YamlScalar)
        {
            return Tier(node, draft, findings) is { } one ? [one] : [];
        }

        return Lists.Values(node, RuleGrammar.Names, findings, item => Tier(item, draft, findings));
    }

    private static string? Tier(YamlNode node, PolicyDraft draft, Findings findings) =>
        Scalars.Read(node, findings, PolicyCodes.UnknownTier, name => draft.Tiers.Any(tier => tier.Name == name), "is not a tier of this policy");

    private static string? Purpose(YamlNode node, PolicyDraft draft, Findings findings) =>
        Scalars.Read(node, findings, PolicyCodes.UnknownPurpose, draft.Purposes.ContainsKey, "is not a purpose of this policy");
}
