using Broker.Contracts;

namespace Broker.Silo.Grains;

/// <summary>The inside of a depositor; key <c>depositor/&lt;account&gt;/&lt;shard&gt;</c>.</summary>
[Alias("broker.kept-deposits"), InternalGrain]
internal interface IKeptDeposits : IGrainWithStringKey
{
    /// <summary>
    /// Takes a batch that arrived while the vault was sealed; its signature is judged as of then, cut-offs by the calendar's day of arrival, and its
    /// records are bound to the revision that was in force when the log had that many entries.
    /// </summary>
    [Alias("take-kept")]
    Task<DepositOutcome> TakeKept(SignedCall call, string idempotencyKey, DateTimeOffset arrived, DateOnly day, long logSize);
}
