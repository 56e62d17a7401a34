namespace Broker.Policy.Reading;

/// <summary>Reads the declared conflicts. They are declared by policy officers and never derived from records.</summary>
internal static class ConflictsSection
{
    internal static void Read(Fields file, PolicyDraft draft, Findings findings)
    {
        foreach (YamlNode item in file.Items("conflicts"))
        {
            if (Fields.Open(item, AudienceGrammar.Conflict, findings) is not { } fields)
            {
                continue;
            }

            List<string> states = fields.List("states");
            List<string> actors = fields.List("actors");
            if (fields["states"] is null && fields["actors"] is null)
            {
                findings.Error(item, PolicyCodes.ConflictEmpty, "a conflict names at least one state or actor");
            }

            if (fields.Date("since") is { } since)
            {
                draft.Conflicts.Add(new Placed<PolicyConflict>(new PolicyConflict(states, actors, since), item));
            }
        }
    }
}
