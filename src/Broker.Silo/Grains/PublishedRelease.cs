namespace Broker.Silo.Grains;

/// <summary>A published release of one tier.</summary>
/// <param name="Found">False when the release or the tier does not exist; everything else is then empty.</param>
/// <param name="EntryIndex">Index of its entry in the log.</param>
/// <param name="Salt">Salt of the entry's head.</param>
/// <param name="Facts">What the head commits to.</param>
/// <param name="Json">The briefing's JSON bytes.</param>
/// <param name="Html">The briefing's page.</param>
/// <param name="Revision">The sharing policy that it was measured under.</param>
[GenerateSerializer, Immutable, Alias("broker.published-release")]
internal sealed record PublishedRelease(
    [property: Id(0)] bool Found,
    [property: Id(1)] long EntryIndex,
    [property: Id(2)] byte[] Salt,
    [property: Id(3)] byte[] Facts,
    [property: Id(4)] byte[] Json,
    [property: Id(5)] byte[] Html,
    [property: Id(6)] string Revision)
{
    public static PublishedRelease None { get; } = new(false, -1, [], [], [], [], "");
}
