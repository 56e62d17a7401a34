using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

/// <summary>Shows the silo key's fingerprint on the silo's own console, the one place where no gateway stands between.</summary>
internal sealed partial class SiloKeyConsole(ILogger<SiloKeyConsole> log)
{
    public void Show(StartKey key) => SiloKey(log, key.Fingerprint);

    [LoggerMessage(EventId = 1003, Level = LogLevel.Information, Message = "silo key {Fingerprint}: read it to each custodian by voice; it holds until this silo stops or is sealed")]
    private static partial void SiloKey(ILogger log, string fingerprint);
}
