namespace Broker.Policy;

/// <summary>Who may get what: one tier of a sharing policy.</summary>
/// <param name="Name">The tier's name.</param>
/// <param name="Audience">Name of the one audience that the tier's releases have.</param>
/// <param name="Marking">The TLP 2.0 label on everything that leaves for the tier, as <c>TLP:AMBER+STRICT</c>.</param>
/// <param name="Tables">What is seen, as <c>group/vintage</c> (<see cref="PolicyVocabulary.Tables"/>), without doubles, <c>all</c> expanded.</param>
/// <param name="NoiseMultiple">Variance as a multiple of the most closed tier's; 1 for that tier.</param>
/// <param name="SourceThreshold">Fewest sources behind a number that is shown.</param>
/// <param name="OrganisationThreshold">Fewest organisations behind an area that is shown.</param>
/// <param name="RoundTo">Published numbers are multiples of this; 1 for none.</param>
/// <param name="Delay">Whole days from the end of measuring to publication.</param>
/// <param name="Narrative"><c>never</c>, or <c>approved</c>: only text that its depositor approved.</param>
/// <param name="Onward">To whom the audience may pass it on: <c>none</c>, <c>to-permanent-members</c>, or <c>anyone</c> for the public tier.</param>
/// <param name="Alerts">Which alerts go out: <c>becomes-shown</c>, <c>change</c>.</param>
public sealed record PolicyTier(
    string Name,
    string Audience,
    string Marking,
    IReadOnlyList<string> Tables,
    int NoiseMultiple,
    int SourceThreshold,
    int OrganisationThreshold,
    int RoundTo,
    TimeSpan Delay,
    string Narrative,
    string Onward,
    IReadOnlyList<string> Alerts);
