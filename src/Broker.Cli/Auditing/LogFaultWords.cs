using Broker.Transparency;

namespace Broker.Cli;

/// <summary>A fault of a log in plain words.</summary>
internal static class LogFaultWords
{
    public static string Of(LogFault fault) => fault switch
    {
        LogFault.None => "no fault",
        LogFault.CheckpointMissing => "there is no checkpoint",
        LogFault.CheckpointMalformed => "the checkpoint is malformed",
        LogFault.OriginMismatch => "the checkpoint is of another log",
        LogFault.NoTrustedSignature => "the checkpoint has no signature by the trusted key",
        LogFault.InvalidSignature => "the checkpoint's signature is invalid",
        LogFault.QuorumNotMet => "fewer witnesses have cosigned the checkpoint than the trust file asks for",
        LogFault.RolledBack => "the log is shorter than it was",
        LogFault.Forked => "the log is another one than it was",
        LogFault.BundleMissing => "a bundle of entries is missing",
        LogFault.BundleMalformed => "a bundle of entries is malformed",
        LogFault.TileMissing => "a tile is missing",
        LogFault.TileMalformed => "a tile is malformed",
        LogFault.TileMismatch => "a tile is not that of the entries",
        LogFault.RootMismatch => "the entries have another root than the checkpoint",
        _ => "an unknown fault",
    };
}
