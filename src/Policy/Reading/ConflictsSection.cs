namespace Broker.Policy.Reading;

/// <summary>Reads the declared conflicts. They are declared by policy officers and never derived from records.</summary>
internal static class ConflictsSection
{
    internal static void Read(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        foreach (YamlNode item in Lists.Items(node, findings, PolicyLimits.Conflicts, mayBeEmpty: true))
        {
            if (Fields.Open(item, "a conflict", findings, ["since"], ["states", "actors"]) is not { } fields)
            {
                continue;
            }

            List<string> states = Lists.Values(fields["states"], findings, value => Scalars.State(value, findings));
            List<string> actors = Lists.Values(fields["actors"], findings, value => Scalars.Name(value, findings));
            if (fields["states"] is null && fields["actors"] is null)
            {
                findings.Error(item, PolicyCodes.ConflictEmpty, "a conflict names at least one state or actor");
            }

            if (Scalars.Date(fields["since"], findings) is { } since)
            {
                draft.Conflicts.Add(new Placed<PolicyConflict>(new PolicyConflict(states, actors, since), item));
            }
        }
    }
}
