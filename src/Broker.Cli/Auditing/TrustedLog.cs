using System.Globalization;
using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What a trust file says of a log's checkpoint: the one place where the tools decide to believe one.</summary>
internal static class TrustedLog
{
    private const long LastSecond = 253_402_300_799;

    /// <summary>Opens a checkpoint of the trusted log.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> note, TrustFile trust, out Checkpoint? checkpoint, out LogFault fault)
        => Verifier(trust).TryOpen(note, out checkpoint, out fault);

    /// <summary>Opens a checkpoint that must be one of the trusted log; else an expected no.</summary>
    public static Checkpoint Open(ReadOnlySpan<byte> note, TrustFile trust)
        => TryOpen(note, trust, out var checkpoint, out var fault) && checkpoint is not null
            ? checkpoint
            : throw CommandFailure.No($"the log's checkpoint does not verify: {LogFaultWords.Of(fault)}");

    /// <summary>Verifies checkpoints under the trust file: the log's signature and the quorum of its witnesses.</summary>
    public static CheckpointVerifier Verifier(TrustFile trust) => CheckpointVerifier.Of(trust, Ed25519.Verify);

    /// <summary>Who of the trust file's witnesses cosigned a checkpoint and when, for people: <c>office-a 2014-02-20 10:15 UTC</c>.</summary>
    public static IReadOnlyList<string> Cosigners(ReadOnlySpan<byte> note, TrustFile trust) => [.. Verifier(trust).Cosigners(note).Select(one => string.Create(
        CultureInfo.InvariantCulture, $"{one.Witness.Name} {When(one.Time)}"))];

    // A witness may write any time at all.
    private static string When(long time) => time is >= 0 and <= LastSecond
        ? DateTimeOffset.FromUnixTimeSeconds(time).ToString("yyyy-MM-dd HH:mm 'UTC'", CultureInfo.InvariantCulture)
        : "at no time of a calendar";
}
