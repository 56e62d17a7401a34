using Microsoft.Extensions.Logging;

namespace Broker.Silo.Calendar;

internal sealed partial class CalendarCloser
{
    [LoggerMessage(EventId = 1102, Level = LogLevel.Error, Message = "what is due for {Country} could not be closed: {Fault}; nothing of it was released; it is tried again")]
    private static partial void NotClosed(ILogger log, string country, string fault);
}
