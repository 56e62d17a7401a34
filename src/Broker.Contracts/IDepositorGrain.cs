namespace Broker.Contracts;

/// <summary>A depositor's records; key <c>depositor/&lt;account&gt;/&lt;shard&gt;</c>.</summary>
[Alias("broker.depositor")]
public interface IDepositorGrain : IGrainWithStringKey
{
    /// <summary>Takes a batch of packages. The same idempotency key with the same body gets the same answer; with another body it is refused.</summary>
    [Alias("deposit")]
    Task<DepositOutcome> Deposit(SignedCall call, string idempotencyKey);

    /// <summary>Withdraws one record; the body is a <c>withdraw/1</c> text.</summary>
    [Alias("withdraw")]
    Task<WithdrawOutcome> Withdraw(SignedCall call);

    /// <summary>Lists the depositor's own records; the body is empty.</summary>
    [Alias("status")]
    Task<StatusOutcome> Status(SignedCall call);

    /// <summary>Proves deposits by the roots of their days; the body is a <c>deposit-proofs/1</c> text with one record a line.</summary>
    [Alias("proofs")]
    Task<DepositProofsOutcome> Proofs(SignedCall call);

    /// <summary>Gives the openings of the depositor's own slots; the body is an <c>openings/1</c> text with one tag a line.</summary>
    [Alias("openings")]
    Task<OpeningsOutcome> Openings(SignedCall call);
}
