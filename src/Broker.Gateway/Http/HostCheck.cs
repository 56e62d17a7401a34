using Broker.Gateway.Problems;

namespace Broker.Gateway.Http;

/// <summary>Answers only for its own host names: a page of another site can't reach the gateway under a name of its choice.</summary>
internal sealed class HostCheck(RequestDelegate next, GatewayOptions options, ProblemWriter problems)
{
    private readonly IReadOnlySet<string> names = options.HostNames();

    public Task Invoke(HttpContext context) =>
        names.Contains(context.Request.Host.Host) ? next(context) : problems.Write(context, ProblemTable.UnknownHost);
}
