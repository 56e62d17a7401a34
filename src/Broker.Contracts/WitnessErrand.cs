namespace Broker.Contracts;

/// <summary>A request to a witness: to be sent as <c>POST &lt;Url&gt;/add-checkpoint</c> (C2SP tlog-witness).</summary>
/// <param name="Witness">The witness's name in the witness policy; a reply carries it back.</param>
/// <param name="Url">Its submission prefix, <c>http</c> or <c>https</c>, without a slash at the end.</param>
/// <param name="Body">The body of the request.</param>
[GenerateSerializer, Immutable, Alias("broker.witness-errand")]
public sealed record WitnessErrand(
    [property: Id(0)] string Witness,
    [property: Id(1)] string Url,
    [property: Id(2)] byte[] Body);
