namespace Broker.Contracts;

/// <summary>The proof of one deposit, or why there is none.</summary>
/// <param name="Record">The record id, as asked.</param>
/// <param name="State">
/// <c>proved</c>; <c>open</c>: the root of its day is not published yet; <c>later</c>: this call proved as much as one call does, ask again;
/// <c>none</c>: the depositor has no such record that is kept; <c>damaged</c>: what is stored of it or of its day does not hold.
/// </param>
/// <param name="Proof">The tlog-proof file; empty unless proved.</param>
[GenerateSerializer, Immutable, Alias("broker.deposit-proof")]
public sealed record DepositProofLine(
    [property: Id(0)] string Record,
    [property: Id(1)] string State,
    [property: Id(2)] string Proof)
{
    public const string Proved = "proved";
    public const string Open = "open";
    public const string Later = "later";
    public const string None = "none";
    public const string Damaged = "damaged";
}
