namespace Broker.Gateway.Http;

/// <summary>
/// One line a request: method, route template, status, whole milliseconds. Never a path value, a query, an address, a header
/// field or a body: who asked for what is the disclosure log's to say, and its readers are named.
/// </summary>
internal sealed partial class RequestLog(RequestDelegate next, TimeProvider time, ILogger<RequestLog> logger)
{
    private const string NoRoute = "none";

    public async Task Invoke(HttpContext context)
    {
        var start = time.GetTimestamp();
        try
        {
            await next(context);
        }
        finally
        {
            var route = (context.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? NoRoute;
            LogRequest(logger, KnownMethod(context.Request.Method), route, context.Response.StatusCode, (long)time.GetElapsedTime(start).TotalMilliseconds);
        }
    }

    // A method is free text of the caller.
    private static string KnownMethod(string method) =>
        HttpMethods.IsGet(method) ? "GET" : HttpMethods.IsPost(method) ? "POST" : HttpMethods.IsHead(method) ? "HEAD" : "other";
}
