using Broker.Cli;

namespace Broker.Faults.Load;

/// <summary>One package on its way: the same bytes under the same key however often it is sent.</summary>
/// <param name="Member">Its depositor.</param>
/// <param name="Key">The idempotency key.</param>
/// <param name="Record">The record's id.</param>
/// <param name="Commit">The commitment that its receipt repeats.</param>
/// <param name="Body">The framed batch of this one package.</param>
internal sealed record SealedDeposit(Member Member, string Key, string Record, byte[] Commit, byte[] Body)
{
    /// <summary>Says nothing of what it holds.</summary>
    public override string ToString() => "sealed deposit";
}
