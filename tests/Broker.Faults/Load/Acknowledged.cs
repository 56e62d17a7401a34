namespace Broker.Faults.Load;

/// <summary>A deposit whose depositor holds a receipt.</summary>
/// <param name="Deposit">The deposit.</param>
/// <param name="Receipt">The receipt, verified.</param>
/// <param name="Sent">When it was sent for the first time: one that is sent again gets the receipt of what was written then.</param>
/// <param name="At">When the receipt was in the depositor's hands.</param>
internal sealed record Acknowledged(SealedDeposit Deposit, string Receipt, DateTimeOffset Sent, DateTimeOffset At)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "acknowledged deposit";
}
