using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

internal sealed partial class OpeningStore
{
    [LoggerMessage(EventId = 1105, Level = LogLevel.Error, Message = "{Count} openings of slots do not open, so a record that went now could not be shredded out of them; restore the store from a backup, or delete those rows")]
    private static partial void NotShredded(ILogger log, int count);
}
