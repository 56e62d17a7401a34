namespace Broker.Gateway.Http;

internal sealed partial class FaultTranslation
{
    [LoggerMessage(2002, LogLevel.Error, "a request failed with {ExceptionType}")]
    private static partial void LogFailure(ILogger logger, string exceptionType);
}
