namespace Broker.Gateway.Witnesses;

internal sealed partial class WitnessCourier
{
    // Which witness it is stands on the status page; the log of a gateway that is asked for it later needs to say only when.
    [LoggerMessage(2004, LogLevel.Information, "a witness that changed how it answers gave {Status} after {Milliseconds} ms")]
    private static partial void LogAnswer(ILogger logger, int status, long milliseconds);

    [LoggerMessage(2005, LogLevel.Warning, "an errand to a witness failed with {ExceptionType}")]
    private static partial void LogFailure(ILogger logger, string exceptionType);
}
