using System.Security.Cryptography;
using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>Some of the accounts: checks the signatures of their requests. It waits for no other account.</summary>
/// <remarks>
/// Anyone can name an account that does not exist, and must neither fill the memory nor learn from the time of a refusal which ones
/// exist. So accounts share a fixed number of grains, nothing of an account is kept before a signature of its has held, and a
/// signature of nobody's is verified all the same, against a stand-in.
/// </remarks>
[GrainType("account")]
internal sealed class AccountGrain(AccountStore accounts, OperatorAuthority operators, VaultService vault, WallClock wall) : Grain, IAccountAuthority
{
    private readonly Dictionary<AccountId, NonceCache> nonces = [];

    /// <summary>The grain that answers for an account: one of 256, by the last digits of its id.</summary>
    public static string KeyOf(AccountId id) => $"accounts/{id.ToString()[^2..]}";

    public async Task<Authorisation> Authorise(SignedCall call) =>
        Signed(call, wall.Now, out string nonce) is { } signer && await NoncesOf(signer.Id).TryUse(nonce, call.SignatureInput, needsNoStore: Authoriser.IsFor(call, VaultGrain.SealPath))
            ? new Authorisation(true, signer.Format())
            : Authorisation.Refused;

    public Task<Authorisation> AuthoriseAsOf(SignedCall call, DateTimeOffset arrived) =>
        Task.FromResult(Signed(call, arrived, out _) is { } signer ? new Authorisation(true, signer.Format()) : Authorisation.Refused);

    private Account? Signed(SignedCall call, DateTimeOffset now, out string nonce)
    {
        nonce = "";
        RequestHeaders headers = Authoriser.Headers(call);
        if (!vault.IsUnsealed || !RequestSignature.TryReadKeyId(headers, out AccountId id))
        {
            return null;
        }

        Account named = vault.OpenMany(() => accounts.FindOrStandIn(id));
        RequestFailure? failure = RequestSignature.Check(headers, SHA256.HashData(call.Body), named.SigningKey, now, out AccountId keyId, out nonce);
        return failure is null && keyId == named.Id ? named : null;
    }

    private NonceCache NoncesOf(AccountId id)
    {
        if (!nonces.TryGetValue(id, out NonceCache? cache))
        {
            nonces[id] = cache = operators.NoncesOf(id);
        }

        return cache;
    }
}
