namespace Broker.Briefings;

/// <summary>Armed actors that a requester is affiliated with: names of sharing policies in ascending order, one space apart, so that a set has one spelling.</summary>
/// <remarks>Compared by code unit, without doubles, at most <see cref="Most"/>. The default is none.</remarks>
public readonly record struct RequesterActors
{
    /// <summary>Most actors of one requester.</summary>
    public const int Most = 64;

    private readonly string? text;

    private RequesterActors(string text) => this.text = text;

    /// <summary>The names, ascending; empty for none.</summary>
    public IReadOnlyList<string> Names => text is null ? [] : text.Split(' ');

    /// <summary>Reads one or more names; false for any other spelling.</summary>
    public static bool TryParse(string text, out RequesterActors actors)
    {
        string[] names = text.Split(' ', Most + 1);
        bool ok = names.Length <= Most
            && names.All(Policy.PolicyVocabulary.IsName)
            && names.Zip(names.Skip(1)).All(pair => string.CompareOrdinal(pair.First, pair.Second) < 0);
        actors = ok ? new RequesterActors(text) : default;
        return ok;
    }

    /// <summary>The names one space apart; <c>none</c> when there are none, which is no name.</summary>
    public override string ToString() => text ?? FactsReader.None;
}
