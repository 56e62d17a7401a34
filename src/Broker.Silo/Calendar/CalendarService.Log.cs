using Microsoft.Extensions.Logging;

namespace Broker.Silo.Calendar;

internal sealed partial class CalendarService
{
    [LoggerMessage(EventId = 1101, Level = LogLevel.Error, Message = "the calendar could not close what is due: {Fault}; nothing was released; it is tried again in a minute")]
    private static partial void NotClosed(ILogger log, string fault);
}
