namespace Broker.Silo.Deposits;

/// <summary>A withdrawal that was made.</summary>
/// <param name="Entry">Index of its entry in the disclosure log.</param>
/// <param name="Before">The record was withdrawn or had expired already.</param>
/// <param name="Releases">Releases that the record entered, as the store could still tell in the transaction that shredded it.</param>
internal sealed record Withdrawal(long Entry, bool Before, IReadOnlyList<string> Releases)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "withdrawal";
}
