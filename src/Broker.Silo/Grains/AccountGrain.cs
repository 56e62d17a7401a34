using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>An account: checks the signatures of its requests. It waits for no other account.</summary>
[GrainType("account")]
internal sealed class AccountGrain(AccountStore accounts, OperatorAuthority operators, VaultService vault, WallClock wall) : Grain, IAccountAuthority
{
    private const string KeyPrefix = "account/";

    private NonceCache? nonces;
    private Account? account;

    public async Task<Authorisation> Authorise(SignedCall call) =>
        Signed(call, wall.Now, out string nonce) is { } signer && await (nonces ??= operators.NoncesOf(signer.Id)).TryUse(nonce, call.SignatureInput)
            ? new Authorisation(true, signer.Format())
            : Authorisation.Refused;

    public Task<Authorisation> AuthoriseAsOf(SignedCall call, DateTimeOffset arrived) =>
        Task.FromResult(Signed(call, arrived, out _) is { } signer ? new Authorisation(true, signer.Format()) : Authorisation.Refused);

    private Account? Signed(SignedCall call, DateTimeOffset now, out string nonce)
    {
        nonce = "";
        account ??= Load();
        if (account is null)
        {
            // Anyone can name an account that does not exist: it must not stay in memory.
            DeactivateOnIdle();
            return null;
        }

        RequestFailure? failure = RequestSignature.Check(Authoriser.Headers(call), SHA256.HashData(call.Body), account.SigningKey, now, out AccountId keyId, out nonce);
        return failure is null && keyId == account.Id ? account : null;
    }

    private Account? Load() =>
        vault.IsUnsealed && AccountId.TryParse(this.GetPrimaryKeyString()[KeyPrefix.Length..], out AccountId id) ? accounts.Find(id) : null;
}
