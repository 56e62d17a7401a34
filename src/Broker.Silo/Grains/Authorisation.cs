namespace Broker.Silo.Grains;

/// <summary>Who signed a call.</summary>
/// <param name="Accepted">False when the signature was not accepted, for whatever reason; everything else is then empty.</param>
/// <param name="Account">The account as its <c>enrol/1</c> text.</param>
[GenerateSerializer, Immutable, Alias("broker.authorisation")]
internal sealed record Authorisation(
    [property: Id(0)] bool Accepted,
    [property: Id(1)] byte[] Account)
{
    public static Authorisation Refused { get; } = new(false, []);
}
