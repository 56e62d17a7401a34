using Broker.Contracts;
using Broker.Gateway.Http;

namespace Broker.Gateway.SignedRequests;

/// <summary>A signed route: its rule, the content type that it takes and the call that it makes.</summary>
internal sealed record SignedRoute(RouteRule Rule, string ContentType, Func<SignedArrival, Task<Reply>> Handle);

/// <summary>A signed request as it reached its route.</summary>
/// <param name="Grains">The silo's grains, inside the gateway's limit of calls.</param>
/// <param name="Call">The call to hand on.</param>
/// <param name="KeyId">The key id that the signature names: for routing only, it proves nothing.</param>
/// <param name="Http">The request, for route values and the idempotency key.</param>
internal sealed record SignedArrival(IGrainFactory Grains, SignedCall Call, string KeyId, HttpContext Http)
{
    /// <summary>A route value; its form was checked before the body was read.</summary>
    public string Value(string name) => (string)Http.GetRouteValue(name)!;
}
