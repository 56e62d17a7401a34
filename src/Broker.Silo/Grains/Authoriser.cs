using Broker.Contracts;
using Broker.Sealing;
using Broker.Silo.Vault;

namespace Broker.Silo.Grains;

/// <summary>The first step of each grain's turn: who signed this call, and may that role do this.</summary>
internal sealed class Authoriser(IGrainFactory grains, VaultService vault)
{
    private const string Method = "POST";
    private const string NoQuery = "?";

    /// <summary>The account that signed the call, or the refusal to answer with.</summary>
    /// <param name="call">The call as the gateway handed it on.</param>
    /// <param name="role">The role that may make it.</param>
    /// <param name="path">The path that this grain's method serves: a call signed for another is not this call.</param>
    public Task<(Account? Account, Outcome Refusal)> Check(SignedCall call, string role, string path) =>
        CheckCore(call, role, path, account => account.Authorise(call));

    /// <summary>As <see cref="Check"/>, of a call that arrived earlier and was kept, as of then.</summary>
    public Task<(Account? Account, Outcome Refusal)> CheckAsOf(SignedCall call, string role, string path, DateTimeOffset arrived) =>
        CheckCore(call, role, path, account => account.AuthoriseAsOf(call, arrived));

    private async Task<(Account? Account, Outcome Refusal)> CheckCore(
        SignedCall call, string role, string path, Func<IAccountAuthority, Task<Authorisation>> authorise)
    {
        if (!vault.IsUnsealed)
        {
            return (null, Answers.Sealed);
        }

        if (!IsFor(call, path) || !RequestSignature.TryReadKeyId(Headers(call), out AccountId id))
        {
            return (null, Answers.Unauthorised);
        }

        Authorisation answer = await authorise(grains.GetGrain<IAccountAuthority>(AccountGrain.KeyOf(id)));
        if (!answer.Accepted || Account.TryRead(id, answer.Account) is not { } account)
        {
            // Sealed since we asked, the account could not be opened and refused whoever it was: nothing is known of this signature. A batch from
            // the inbox must not be dropped for that.
            return (null, vault.IsUnsealed ? Answers.Unauthorised : Answers.Sealed);
        }

        return string.Equals(account.Role, role, StringComparison.Ordinal) ? (account, Outcome.Ok) : (null, Answers.ForbiddenRole);
    }

    /// <summary>Whether the call was made, and so signed, for this path and nothing else.</summary>
    public static bool IsFor(SignedCall call, string path) =>
        string.Equals(call.Method, Method, StringComparison.Ordinal)
        && string.Equals(call.Path, path, StringComparison.Ordinal)
        && string.Equals(call.Query, NoQuery, StringComparison.Ordinal);

    public static RequestHeaders Headers(SignedCall call) => new(
        call.Method, call.Authority, call.Path, call.Query, call.ContentDigest, call.ContentType, call.SignatureInput, call.Signature);
}
