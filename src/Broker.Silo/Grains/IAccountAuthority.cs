using Broker.Contracts;

namespace Broker.Silo.Grains;

/// <summary>Checks signed requests against their accounts' keys; key <c>accounts/&lt;last two digits of the id&gt;</c>.</summary>
[Alias("broker.account-authority"), InternalGrain]
internal interface IAccountAuthority : IGrainWithStringKey
{
    /// <summary>Whether the call was signed by this account just now and for the first time, and who it is.</summary>
    [Alias("authorise")]
    Task<Authorisation> Authorise(SignedCall call);

    /// <summary>Whether the call was signed by this account as of an earlier time, when it arrived and was kept, and who it is.</summary>
    /// <remarks>Nonces are not looked at: for calls only that change nothing more when they are carried out twice.</remarks>
    [Alias("authorise-as-of")]
    Task<Authorisation> AuthoriseAsOf(SignedCall call, DateTimeOffset arrived);
}
