using Microsoft.Extensions.Logging;

namespace Broker.Silo.Deposits;

internal sealed partial class CountryDrains
{
    [LoggerMessage(EventId = 1202, Level = LogLevel.Warning, Message = "a country could not take what deposits left for it: {Fault}; it waits in the store for the next deposit or the calendar")]
    private static partial void NotTaken(ILogger log, string fault);
}
