namespace Broker.Gateway.Http;

/// <summary>What a route takes, as endpoint metadata: every endpoint carries one, and a test holds the table of all.</summary>
/// <param name="Caller">Who it is for.</param>
/// <param name="BodyLimit">Longest body in bytes; 0 for none.</param>
internal sealed record RouteRule(Caller Caller, int BodyLimit);
