namespace Broker.Policy.Reading;

/// <summary>Reads whom a forbid keeps out: the word `anyone`, or a mapping with one key.</summary>
internal static class ConditionReader
{
    private static readonly string[] Keys = ["affiliated-with", "states", "organisations", "actors", "role"];

    internal static RequesterCondition? Read(YamlNode? node, Findings findings)
    {
        if (node is YamlScalar)
        {
            return Scalars.Word(node, findings, "anyone") is null ? null : new RequesterCondition(RequesterConditionKind.Anyone, []);
        }

        if (Fields.Open(node, "a condition", findings, [], Keys) is not { } fields)
        {
            return null;
        }

        string[] given = [.. Keys.Where(key => fields[key] is not null)];
        if (given.Length != 1)
        {
            findings.Error(node!, PolicyCodes.RuleKind, $"a condition has exactly one of {string.Join(", ", Keys)}");
            return null;
        }

        return ReadOne(given[0], fields[given[0]]!, findings);
    }

    private static RequesterCondition? ReadOne(string key, YamlNode value, Findings findings)
    {
        if (key == "affiliated-with")
        {
            return Scalars.Word(value, findings, "conflicts") is null
                ? null
                : new RequesterCondition(RequesterConditionKind.AffiliatedWithConflicts, []);
        }

        if (key == "role")
        {
            return Scalars.Name(value, findings) is { } role ? new RequesterCondition(RequesterConditionKind.Roles, [role]) : null;
        }

        List<string> values = Lists.Values(value, findings, item => key == "states" ? Scalars.State(item, findings) : Scalars.Name(item, findings));
        RequesterConditionKind kind = key switch
        {
            "states" => RequesterConditionKind.States,
            "organisations" => RequesterConditionKind.Organisations,
            _ => RequesterConditionKind.Actors,
        };
        return values.Count > 0 ? new RequesterCondition(kind, values) : null;
    }
}
