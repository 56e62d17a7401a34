using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

internal sealed partial class VaultStarter
{
    [LoggerMessage(EventId = 1001, Level = LogLevel.Warning, Message = "development vault unsealed itself from a key file beside the data; never use it for real records")]
    private static partial void UnsealedItself(ILogger log);

    [LoggerMessage(EventId = 1002, Level = LogLevel.Warning, Message = "the vault is {State}; content routes answer `sealed`")]
    private static partial void StartedSealed(ILogger log, string state);
}
