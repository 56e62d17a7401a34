using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

internal sealed partial class InboxDrain
{
    [LoggerMessage(EventId = 1201, Level = LogLevel.Warning, Message = "batches of the inbox that were not taken: {Unreadable} did not open and were dropped, {Refused} were refused and dropped, {Failed} failed and are tried again")]
    private static partial void NotTaken(ILogger log, int unreadable, int refused, int failed);
}
