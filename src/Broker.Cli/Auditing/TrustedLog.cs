using Broker.Sealing;
using Broker.Transparency;

namespace Broker.Cli;

/// <summary>What a trust file says of a log's checkpoint: the one place where the tools decide to believe one.</summary>
internal static class TrustedLog
{
    /// <summary>Opens a checkpoint of the trusted log.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> note, TrustFile trust, out Checkpoint? checkpoint, out LogFault fault)
        => Checkpoint.TryOpen(note, Verifier(trust), out checkpoint, out fault);

    /// <summary>Opens a checkpoint that must be one of the trusted log; else an expected no.</summary>
    public static Checkpoint Open(ReadOnlySpan<byte> note, TrustFile trust)
        => TryOpen(note, trust, out var checkpoint, out var fault) && checkpoint is not null
            ? checkpoint
            : throw CommandFailure.No($"the log's checkpoint does not verify: {LogFaultWords.Of(fault)}");

    /// <summary>Verifies checkpoints under the trust file.</summary>
    public static NoteVerifier Verifier(TrustFile trust) => new(trust.Log, Ed25519.Verify);
}
