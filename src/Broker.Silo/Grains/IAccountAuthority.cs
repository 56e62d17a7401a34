using Broker.Contracts;

namespace Broker.Silo.Grains;

/// <summary>Checks signed requests against an account's key; key <c>account/&lt;id&gt;</c>.</summary>
[Alias("broker.account-authority"), InternalGrain]
internal interface IAccountAuthority : IGrainWithStringKey
{
    /// <summary>Whether the call was signed by this account just now and for the first time, and who it is.</summary>
    [Alias("authorise")]
    Task<Authorisation> Authorise(SignedCall call);
}
