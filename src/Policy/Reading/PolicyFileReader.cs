namespace Broker.Policy.Reading;

/// <summary>Reads the top of a policy file; each part is read by the class of its name.</summary>
internal static class PolicyFileReader
{
    internal static PolicyDraft? Read(YamlNode root, Findings findings)
    {
        if (Fields.Open(root, PolicyGrammar.File, findings) is not { } fields)
        {
            return null;
        }

        var draft = new PolicyDraft
        {
            Name = fields.Text("sharing-policy"),
            Country = fields.Text("country"),
            ReviewBy = fields.Date("review-by"),
            Community = fields.Text("community"),
            OrganisationCap = fields.Whole("organisation-cap"),
            YearlyRho = ReadRho(fields["yearly-rho"], findings),
            HardFloor = fields.Whole("hard-floor"),
            Custody = CustodySection.Read(fields["custody"], findings),
        };
        foreach (YamlEntry purpose in fields.Named("purposes"))
        {
            draft.Purposes.Add(purpose.Key.Value, Scalars.Text(purpose.Value, findings) ?? string.Empty);
        }

        // The order matters: each part looks up names of the parts before it.
        AudiencesSection.Read(fields, draft, findings);
        ConflictsSection.Read(fields, draft, findings);
        TiersSection.Read(fields, draft, findings);
        CheckHardFloor(fields["hard-floor"], draft, findings);
        RulesSection.Read(fields, draft, findings);
        return draft;
    }

    // Below a tier's own threshold it would promise less than the tier already asks for.
    private static void CheckHardFloor(YamlNode? node, PolicyDraft draft, Findings findings)
    {
        if (draft.Tiers.Any(tier => tier.Sources > draft.HardFloor))
        {
            findings.Error(node!, PolicyCodes.FloorHardFloor, "a hard floor is at least each tier's threshold of sources");
        }
    }

    private static YearlyRho? ReadRho(YamlNode? node, Findings findings)
    {
        YearlyRho? rho = Scalars.Rho(node, findings);
        if (rho is { } value && value.Numerator > PolicyFloors.YearlyRho * value.Denominator)
        {
            findings.Error(node!, PolicyCodes.FloorRho, "a source may cost at most 2 a year");
        }

        if (rho is { } year && year.Numerator * PolicyFloors.DearestFinal.Denominator < PolicyFloors.DearestFinal.Numerator * year.Denominator)
        {
            findings.Error(node!, PolicyCodes.RhoBelowFinal, "yearly-rho is less than one four-week final costs a source (9/64, which is 0.140625): nobody would ever be counted");
        }

        return rho;
    }
}
