using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The first step of each grain's turn: who signed this call, and may that role do this.</summary>
internal sealed class Authoriser(IGrainFactory grains, VaultService vault)
{
    /// <summary>The account that signed the call, or the refusal to answer with.</summary>
    public async Task<(Account? Account, Outcome Refusal)> Check(SignedCall call, string role)
    {
        if (!vault.IsUnsealed)
        {
            return (null, Answers.Sealed);
        }

        if (!RequestSignature.TryReadKeyId(Headers(call), out AccountId id))
        {
            return (null, Answers.Unauthorised);
        }

        Authorisation answer = await grains.GetGrain<IAccountAuthority>($"account/{id}").Authorise(call);
        if (!answer.Accepted || Account.TryRead(id, answer.Account) is not { } account)
        {
            return (null, Answers.Unauthorised);
        }

        return string.Equals(account.Role, role, StringComparison.Ordinal) ? (account, Outcome.Ok) : (null, Answers.ForbiddenRole);
    }

    public static RequestHeaders Headers(SignedCall call) => new(
        call.Method, call.Authority, call.Path, call.Query, call.ContentDigest, call.ContentType, call.SignatureInput, call.Signature);
}
