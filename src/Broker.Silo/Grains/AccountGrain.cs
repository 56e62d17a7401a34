using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Storage;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>An account: checks the signatures of its requests. It waits for no other account.</summary>
[GrainType("account")]
internal sealed class AccountGrain(AccountStore accounts, SqliteStore store, VaultService vault, WallClock wall) : Grain, IAccountAuthority
{
    private const string KeyPrefix = "account/";

    private readonly NonceCache nonces = new(wall, store);
    private Account? account;

    public async Task<Authorisation> Authorise(SignedCall call)
    {
        account ??= Load();
        if (account is null)
        {
            // Anyone can name an account that does not exist: it must not stay in memory.
            DeactivateOnIdle();
            return Authorisation.Refused;
        }

        if (RequestSignature.Check(
                Authoriser.Headers(call), SHA256.HashData(call.Body), account.SigningKey, wall.Now, out AccountId keyId, out string nonce) is not null
            || keyId != account.Id
            || !await nonces.TryUse(nonce, call.SignatureInput))
        {
            return Authorisation.Refused;
        }

        return new Authorisation(true, account.Format());
    }

    private Account? Load() =>
        vault.IsUnsealed && AccountId.TryParse(this.GetPrimaryKeyString()[KeyPrefix.Length..], out AccountId id) ? accounts.Find(id) : null;
}
