using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

internal sealed partial class Retention
{
    [LoggerMessage(EventId = 1103, Level = LogLevel.Error, Message = "{Count} records whose retention has passed could not be told, because their rows do not open; restore the store from a backup; it is tried again")]
    private static partial void NotShredded(ILogger log, int count);
}
