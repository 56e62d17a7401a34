namespace Broker.Gateway.Http;

internal sealed partial class RequestLog
{
    [LoggerMessage(2001, LogLevel.Information, "{Method} {Route} {Status} {Milliseconds} ms")]
    private static partial void LogRequest(ILogger logger, string method, string route, int status, long milliseconds);
}
