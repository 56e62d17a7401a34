namespace Broker.Policy.Reading;

/// <summary>A policy while its file is being read: what could be read is there, so that the rest can still be checked.</summary>
internal sealed class PolicyDraft
{
    internal string? Name { get; set; }

    internal string? Country { get; set; }

    internal DateOnly? ReviewBy { get; set; }

    internal string? Community { get; set; }

    internal OrderedDictionary<string, string> Purposes { get; } = new(StringComparer.Ordinal);

    internal OrderedDictionary<string, PolicyAudience> Audiences { get; } = new(StringComparer.Ordinal);

    /// <summary>Every audience name of the file, those too whose audience could not be read.</summary>
    internal Dictionary<string, YamlNode> AudienceNames { get; } = new(StringComparer.Ordinal);

    internal List<Placed<PolicyConflict>> Conflicts { get; } = [];

    internal List<TierDraft> Tiers { get; } = [];

    internal int? OrganisationCap { get; set; }

    internal YearlyRho? YearlyRho { get; set; }

    internal int? HardFloor { get; set; }

    internal List<Placed<PolicyRule>> Rules { get; } = [];

    /// <summary>Whether a rule could not be read as it stands, so that the set of rules is not known.</summary>
    internal bool RulesAreBroken { get; set; }

    internal CustodyQuorum? Custody { get; set; }

    internal bool IsPublic(TierDraft tier) =>
        tier.Audience is { } name && Audiences.TryGetValue(name, out PolicyAudience? audience) && audience.Anyone;

    /// <summary>The policy; only after reading and checking found no error.</summary>
    internal SharingPolicy ToPolicy(string revision) => new()
    {
        Name = Name!,
        Revision = revision,
        Country = Country!,
        ReviewBy = ReviewBy!.Value,
        Community = Community!,
        Purposes = Purposes,
        Audiences = Audiences,
        Conflicts = [.. Conflicts.Select(c => c.Value)],
        Tiers = [.. Tiers.Select(t => t.ToTier(IsPublic(t)))],
        OrganisationCap = OrganisationCap!.Value,
        YearlyRho = YearlyRho!.Value,
        HardFloor = HardFloor ?? 0,
        Rules = [.. Rules.Select(r => r.Value)],
        Custody = Custody,
    };
}
