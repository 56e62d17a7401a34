namespace Broker.Policy.Reading;

/// <summary>Reads whom a forbid keeps out: the word `anyone`, or a mapping with one key.</summary>
internal static class ConditionReader
{
    internal static RequesterCondition? Read(YamlNode? node, Findings findings)
    {
        if (node is YamlScalar)
        {
            return Scalars.One(node, RuleGrammar.Anyone, findings) is null ? null : new RequesterCondition(RequesterConditionKind.Anyone, []);
        }

        if (Fields.Open(node, RuleGrammar.Condition, findings) is not { } fields)
        {
            return null;
        }

        string[] given = fields.Chosen();
        if (given.Length != 1)
        {
            findings.Error(node!, PolicyCodes.RuleKind, $"a condition has exactly one of {string.Join(", ", RuleGrammar.Condition.ExactlyOne)}");
            return null;
        }

        return ReadOne(given[0], fields);
    }

    private static RequesterCondition? ReadOne(string key, Fields fields)
    {
        if (key == "affiliated-with")
        {
            return fields.Text(key) is null
                ? null
                : new RequesterCondition(RequesterConditionKind.AffiliatedWithConflicts, []);
        }

        if (key == "role")
        {
            return fields.Text(key) is { } role ? new RequesterCondition(RequesterConditionKind.Roles, [role]) : null;
        }

        List<string> values = fields.List(key);
        RequesterConditionKind kind = key switch
        {
            "states" => RequesterConditionKind.States,
            "organisations" => RequesterConditionKind.Organisations,
            _ => RequesterConditionKind.Actors,
        };
        return values.Count > 0 ? new RequesterCondition(kind, values) : null;
    }
}
