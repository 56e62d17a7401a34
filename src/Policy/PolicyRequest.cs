namespace Broker.Policy;

/// <summary>A question to a policy: may this requester get the releases of this tier, for this purpose, on this day?</summary>
/// <param name="Requester">Who asks.</param>
/// <param name="Tier">Name of the tier.</param>
/// <param name="Purpose">Name of the purpose.</param>
/// <param name="On">The day of the request, UTC.</param>
public sealed record PolicyRequest(Requester Requester, string Tier, string Purpose, DateOnly On);
