using System.Diagnostics.CodeAnalysis;
using Broker.Transparency;

namespace Broker.Cli.Verify;

/// <summary>Reads the files that verifications are given; one that can't be read is a no in plain words.</summary>
internal static class VerifyFiles
{
    /// <summary>Runs a verification that reads files.</summary>
    internal static VerifyOutcome Try(Func<VerifyOutcome> verify)
    {
        try
        {
            return verify();
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return new VerifyOutcome(false, "nothing was verified: a file can't be read");
        }
    }

    internal static bool TryTrust(string file, VerifyDelegate ed25519, [NotNullWhen(true)] out CheckpointVerifier? log, [NotNullWhen(false)] out VerifyOutcome? problem)
    {
        // One byte more than is allowed, so that the parser sees and refuses a file that is too long.
        var bytes = LogDirectory.ReadLimited(file, TrustFile.MaxLength + 1);
        log = bytes is not null && TrustFile.TryParse(bytes, out var trust, out _) ? CheckpointVerifier.Of(trust, ed25519) : null;
        problem = log is null ? new VerifyOutcome(false, "nothing was verified: the trust file is missing or malformed") : null;
        return log is not null;
    }

    internal static bool TryCheckpoint(string file, string what, CheckpointVerifier log, out TreeHead head, [NotNullWhen(false)] out VerifyOutcome? problem)
    {
        head = default;
        problem = null;
        if (LogDirectory.ReadLimited(file, SignedNote.MaxLength) is not { } note)
        {
            problem = new VerifyOutcome(false, $"nothing was verified: {what} is missing or too long");
        }
        else if (!log.TryOpen(note, out var checkpoint, out var fault))
        {
            problem = new VerifyOutcome(false, $"nothing was verified: {what}: {LogFaultWords.Of(fault)}");
        }
        else
        {
            head = checkpoint.Head;
        }

        return problem is null;
    }
}
