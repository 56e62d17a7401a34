using Microsoft.Extensions.Logging;

namespace Broker.Silo.Log;

internal sealed partial class AuditedFacts
{
    [LoggerMessage(EventId = 1106, Level = LogLevel.Error, Message = "the facts of {Count} log entries are not those that the log commits to, so no auditor was given them; restore the store from a backup")]
    private static partial void NotGiven(ILogger log, int count);
}
