using Microsoft.Extensions.Logging;

namespace Broker.Silo.Vault;

internal sealed partial class VaultCeremony
{
    [LoggerMessage(EventId = 1010, Level = LogLevel.Warning, Message = "the vault was initialised; its custodians have to fetch their shares")]
    private static partial void Initialised(ILogger log);

    [LoggerMessage(EventId = 1011, Level = LogLevel.Warning, Message = "a share of {Custodian} was given for {Purpose}")]
    private static partial void Given(ILogger log, string custodian, string purpose);

    [LoggerMessage(EventId = 1012, Level = LogLevel.Warning, Message = "a share was refused: {Code}")]
    private static partial void Refused(ILogger log, string code);

    [LoggerMessage(EventId = 1013, Level = LogLevel.Warning, Message = "a quorum of custodians unsealed the vault")]
    private static partial void WasUnsealed(ILogger log);

    [LoggerMessage(EventId = 1014, Level = LogLevel.Warning, Message = "an operator sealed the vault")]
    private static partial void WasSealed(ILogger log);

    [LoggerMessage(EventId = 1015, Level = LogLevel.Error, Message = "the disclosure log could not take the sealing of the vault ({Fault}); it was sealed all the same")]
    private static partial void SealingNotLogged(ILogger log, string fault);

    [LoggerMessage(EventId = 1016, Level = LogLevel.Warning, Message = "a rekey was {State}")]
    private static partial void Rekeying(ILogger log, string state);

    [LoggerMessage(EventId = 1017, Level = LogLevel.Error, Message = "a quorum of shares was given and the vault did not open: {Fault}")]
    private static partial void DidNotOpen(ILogger log, string fault);

    [LoggerMessage(EventId = 1018, Level = LogLevel.Error, Message = "the rekey is done and the new shares are the ones that hold, but what follows it failed ({Fault}); its entry of the log is written at the next unsealing")]
    private static partial void RekeyNotLogged(ILogger log, string fault);
}
