namespace Broker.Gateway.WebKeys;

internal sealed partial class WebKeysRepository
{
    [LoggerMessage(2301, LogLevel.Warning, "an element of the gateway's key ring was not made by this vault and is left aside")]
    private static partial void LogForeign(ILogger logger);
}
