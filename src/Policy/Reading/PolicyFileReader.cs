namespace Broker.Policy.Reading;

/// <summary>Reads the top of a policy file; each part is read by the class of its name.</summary>
internal static class PolicyFileReader
{
    private static readonly string[] Required =
    [
        "sharing-policy", "country", "review-by", "community", "purposes", "audiences", "conflicts",
        "tiers", "organisation-cap", "yearly-rho", "rules",
    ];

    internal static PolicyDraft? Read(YamlNode root, Findings findings)
    {
        if (Fields.Open(root, "a sharing policy", findings, Required, ["custody", "hard-floor"]) is not { } fields)
        {
            return null;
        }

        var draft = new PolicyDraft
        {
            Name = Scalars.Name(fields["sharing-policy"], findings),
            Country = Scalars.State(fields["country"], findings),
            ReviewBy = Scalars.Date(fields["review-by"], findings),
            Community = Scalars.Text(fields["community"], findings),
            OrganisationCap = ReadCap(fields["organisation-cap"], findings),
            YearlyRho = ReadRho(fields["yearly-rho"], findings),
            HardFloor = Scalars.Whole(fields["hard-floor"], findings, 1, PolicyLimits.LargestNumber),
            Custody = CustodySection.Read(fields["custody"], findings),
        };
        foreach (YamlEntry purpose in Lists.Named(fields["purposes"], "purposes", findings, PolicyLimits.Purposes))
        {
            draft.Purposes.Add(purpose.Key.Value, Scalars.Text(purpose.Value, findings) ?? string.Empty);
        }

        // The order matters: each part looks up names of the parts before it.
        AudiencesSection.Read(fields["audiences"], draft, findings);
        ConflictsSection.Read(fields["conflicts"], draft, findings);
        TiersSection.Read(fields["tiers"], draft, findings);
        CheckHardFloor(fields["hard-floor"], draft, findings);
        RulesSection.Read(fields["rules"], draft, findings);
        return draft;
    }

    private static int? ReadCap(YamlNode? node, Findings findings)
    {
        int? cap = Scalars.Whole(node, findings, 1, PolicyLimits.LargestNumber);
        if (cap > PolicyFloors.OrganisationCap)
        {
            findings.Error(node!, PolicyCodes.FloorOrganisationCap, "one organisation may add at most 100 sources to a cell");
        }

        return cap;
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

        return rho;
    }
}
