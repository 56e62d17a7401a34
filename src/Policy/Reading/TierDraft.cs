namespace Broker.Policy.Reading;

/// <summary>A tier while it is being read.</summary>
internal sealed class TierDraft(string name, YamlNode at, Fields? fields)
{
    internal string Name => name;

    internal YamlNode At => at;

    internal string? Audience { get; init; }

    internal string? Marking { get; init; }

    internal IReadOnlyList<string> Tables { get; init; } = [];

    internal int? Noise { get; init; }

    internal int? Sources { get; init; }

    internal int? Organisations { get; init; }

    internal int? RoundTo { get; init; }

    internal TimeSpan? Delay { get; init; }

    internal string? Narrative { get; init; }

    internal string? Onward { get; init; }

    internal IReadOnlyList<string> Alerts { get; init; } = [];

    internal YamlNode Place(string key) => fields?[key] ?? at;

    internal PolicyTier ToTier(bool isPublic) => new(
        name,
        Audience!,
        Marking!,
        Tables,
        Noise!.Value,
        Sources!.Value,
        Organisations!.Value,
        RoundTo ?? 1,
        Delay ?? TimeSpan.Zero,
        Narrative!,
        Onward ?? (isPublic ? PolicyVocabulary.OnwardAnyone : PolicyVocabulary.OnwardNone),
        Alerts);
}
